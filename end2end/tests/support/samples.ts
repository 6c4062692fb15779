/** Registry logins as people have them in files, all with [`VALUE`] as the password. */
import { VALUE } from './rack';

const base64 = (text: string) => Buffer.from(text).toString('base64');

const entry = { auth: base64(`robot:${VALUE}`) };

/** A Docker `config.json`. */
export const CONFIG = JSON.stringify({ auths: { 'ghcr.io': entry } }, null, 2);

/** Each accepted form, with what is said about it where scripts run. */
export const FORMS: { what: string; name: string; text: string; said: RegExp }[] = [
  { what: 'a config.json', name: 'config', text: CONFIG, said: /Docker config\.json with one registry/ },
  {
    what: 'the form of SAP AI Core',
    name: 'sap',
    text: JSON.stringify({ '.dockerconfigjson': CONFIG }),
    said: /taken out of the Secret/,
  },
  {
    what: 'a .dockercfg',
    name: 'dockercfg',
    text: JSON.stringify({ 'ghcr.io': entry }),
    said: /older \.dockercfg form/,
  },
  { what: 'base64', name: 'base64', text: base64(CONFIG), said: /The text was base64/ },
];

/** A service account key of Google, as its console gives it: many lines. */
export const GOOGLE_KEY = `{
  "type": "service_account",
  "project_id": "sample",
  "private_key_id": "0000000000000000000000000000000000000000",
  "private_key": "-----BEGIN PRIVATE KEY-----\\n${VALUE}\\n-----END PRIVATE KEY-----\\n",
  "client_email": "puller@sample.iam.gserviceaccount.com"
}
`;

/** What is refused as JSON, and the rule that is named. */
export const REFUSED: { text: string; rule: RegExp }[] = [
  { text: '{"auths":', rule: /Line 1, column 10/ },
  { text: `{"auths":{},"auths":{"a":"${VALUE}"}}`, rule: /twice/ },
  { text: `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, rule: /deep|level/ },
  { text: `{"credentials":"${VALUE}"}`, rule: /“auths” is missing/ },
  { text: '{"auths":{}}', rule: /“auths” is empty/ },
  { text: '{"auths":{"ghcr.io":{}}}', rule: /there is no login/ },
  { text: '{"auths":{"ghcr.io":{"auth":"%%%"}}}', rule: /“auth” is not base64/ },
  { text: `{"auths":{"ghcr.io":{"auth":"${base64('nocolon')}"}}}`, rule: /no colon/ },
  {
    text: `{"auths":{"ghcr.io":{"username":"robot","password":"other-${VALUE}","auth":"${entry.auth}"}}}`,
    rule: /do not agree/,
  },
  { text: '{"auths":{"ghcr.io":{}},"credsStore":"desktop"}', rule: /credsStore/ },
  { text: `docker login ghcr.io -u robot -p ${VALUE}`, rule: /login command/ },
];

/** A config.json of exactly so many bytes. */
export function configOf(bytes: number): Buffer {
  return Buffer.from(CONFIG.padEnd(bytes, ' '));
}

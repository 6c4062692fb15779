/** What no page may do: write an error to the console, break its policy, or ask another host. */
import { type BrowserContext } from '@playwright/test';

/** Chromium's own, when the next page comes before the cross-fade to this one has begun. */
const OVERTAKEN = /^(AbortError|InvalidStateError|TimeoutError): Transition was /;

/** Collects what the pages of a context do wrong. */
export async function watch(context: BrowserContext, address: string, wrongs: string[]): Promise<void> {
  context.on('console', (message) => {
    if (message.type() === 'error') wrongs.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => {
    const said = String(error.error());
    if (!OVERTAKEN.test(said)) wrongs.push(`page: ${said}`);
  });
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== address) wrongs.push(`request: ${request.url()}`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
}

//! `serve --demo`: sample data for a look around, only into an empty rack.

use backend::{
    Backend,
    access::Actor,
    people::{Accept, Client, Invite, Token},
    secrets::NewSecret,
};
use domain::{
    kinds::image_pull::{ImagePullInput, RegistryRow},
    material::MaterialInput,
    role::Role,
    value::ValueText,
};

use crate::exit::Failure;

/// How somebody of the sample signs in; shown once.
pub struct SignIn {
    /// Sign-in name.
    pub login: &'static str,
    /// Password, random.
    pub password: String,
    /// Role.
    pub role: Role,
}

struct Person {
    login: &'static str,
    display_name: &'static str,
    role: Role,
}

const ADMINISTRATOR: Person = Person {
    login: "demo-administrator",
    display_name: "Demo administrator",
    role: Role::Administrator,
};

const PEOPLE: &[Person] = &[
    Person {
        login: "demo-editor",
        display_name: "Demo editor",
        role: Role::SecretEditor,
    },
    Person {
        login: "demo-viewer",
        display_name: "Demo viewer",
        role: Role::SecretViewer,
    },
    Person {
        login: "demo-newcomer",
        display_name: "Demo newcomer",
        role: Role::None,
    },
];

struct Sample {
    name: &'static str,
    display_name: &'static str,
    description: &'static str,
    logins: &'static [(&'static str, &'static str)],
}

const SECRETS: &[Sample] = &[
    Sample {
        name: "docker-hub",
        display_name: "Docker Hub",
        description: "Raises the pull limit for public images.",
        logins: &[("docker.io", "sample-team")],
    },
    Sample {
        name: "ghcr-models",
        display_name: "Model images on GitHub",
        description: "Read only. Token ends with the year.",
        logins: &[("ghcr.io", "sample-robot")],
    },
    Sample {
        name: "gitlab-training",
        display_name: "Training images",
        description: "Deploy token of the group.",
        logins: &[("registry.gitlab.com", "gitlab+deploy-token-1001")],
    },
    Sample {
        name: "gcp-vision",
        display_name: "Vision on Google Cloud",
        description: "",
        logins: &[("europe-west3-docker.pkg.dev", "_json_key_base64")],
    },
    Sample {
        name: "ecr-inference",
        display_name: "Inference on Amazon",
        description: "Renewed every 12 hours by a job.",
        logins: &[("123456789012.dkr.ecr.eu-central-1.amazonaws.com", "AWS")],
    },
    Sample {
        name: "azure-speech",
        display_name: "Speech on Azure",
        description: "",
        logins: &[("samplespeech.azurecr.io", "pull-only")],
    },
    Sample {
        name: "quay-operators",
        display_name: "Operators on Quay",
        description: "Robot account with read rights.",
        logins: &[("quay.io", "sample+puller")],
    },
    Sample {
        name: "harbor-production",
        display_name: "Harbor, production",
        description: "Serves the production clusters.",
        logins: &[("harbor.example.com", "robot$production")],
    },
    Sample {
        name: "harbor-staging",
        display_name: "Harbor, staging",
        description: "",
        logins: &[("harbor.staging.example.com:8443", "robot$staging")],
    },
    Sample {
        name: "ngc-frameworks",
        display_name: "NVIDIA NGC",
        description: "Base images for GPU jobs.",
        logins: &[("nvcr.io", "$oauthtoken")],
    },
    Sample {
        name: "airgap-mirror",
        display_name: "Mirror without internet",
        description: "Two registries behind one secret.",
        logins: &[
            ("mirror.example.com:5000", "reader"),
            ("mirror-2.example.com:5000", "reader"),
        ],
    },
    Sample {
        name: "notebooks",
        display_name: "",
        description: "Images of the notebook servers.",
        logins: &[("registry.example.com", "notebooks")],
    },
];

/// Fills the rack, and says how to sign in.
///
/// # Errors
/// [`Failure::Refused`] when somebody administers the rack already: it is in use.
pub async fn fill(backend: &Backend) -> Result<Vec<SignIn>, Failure> {
    let Some(link) = backend.people().first_administrator_link().await? else {
        return Err(Failure::Refused(
            "this rack is in use; --demo fills an empty one, so name another folder by --data",
        ));
    };
    let mut sign_ins = Vec::new();
    let session = join(backend, &link.token, &ADMINISTRATOR, &mut sign_ins).await?;
    let administrator = backend.people().authenticate(&session).await?;
    for person in PEOPLE {
        let invite = Invite {
            login: person.login.to_owned(),
            display_name: person.display_name.to_owned(),
            role: person.role,
        };
        let link = backend.people().invite(&administrator, invite).await?;
        let session = join(backend, &link.token, person, &mut sign_ins).await?;
        sign_out(backend, &session).await?;
    }
    for sample in SECRETS {
        backend
            .secrets()
            .create(&administrator, secret(sample))
            .await?;
    }
    sign_out(backend, &session).await?;
    Ok(sign_ins)
}

async fn join(
    backend: &Backend,
    link: &Token,
    person: &Person,
    sign_ins: &mut Vec<SignIn>,
) -> Result<Token, Failure> {
    let password = random();
    let accept = Accept {
        login: person.login.to_owned(),
        display_name: person.display_name.to_owned(),
        password: ValueText::new(password.as_str()),
        password_again: ValueText::new(password.as_str()),
    };
    let client = Client {
        address: "127.0.0.1".to_owned(),
        agent: "Sample data".to_owned(),
    };
    let session = backend.people().accept_link(link, accept, &client).await?;
    sign_ins.push(SignIn {
        login: person.login,
        password,
        role: person.role,
    });
    Ok(session)
}

async fn sign_out(backend: &Backend, session: &Token) -> Result<(), Failure> {
    let actor: Actor = backend.people().authenticate(session).await?;
    Ok(backend.people().sign_out(&actor).await?)
}

fn secret(sample: &Sample) -> NewSecret {
    let row = |(host, username): &(&str, &str)| RegistryRow {
        host: (*host).to_owned(),
        username: (*username).to_owned(),
        password: Some(ValueText::new(random())),
    };
    NewSecret {
        name: sample.name.to_owned(),
        display_name: sample.display_name.to_owned(),
        description: sample.description.to_owned(),
        material: MaterialInput::ImagePull(ImagePullInput::Rows(
            sample.logins.iter().map(row).collect(),
        )),
    }
}

/// 122 random bits in groups that can be typed.
fn random() -> String {
    uuid::Uuid::new_v4().hyphenated().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_a_secret_that_the_rules_take() {
        for sample in SECRETS {
            let new = secret(sample);
            domain::name::SecretName::parse(&new.name).unwrap();
            let faults = match &new.material {
                MaterialInput::ImagePull(input) => input.check_new(),
            };
            assert!(faults.is_empty(), "{}: {faults:?}", sample.name);
        }
    }
}

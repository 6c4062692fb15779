//! People of every role, made through the pages as an administrator makes them.

use super::{Ask, Site, answer::between, site::SESSION};

/// A password that the rules accept.
pub const PASSWORD: &str = "harbour lantern quilt meadow";

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Nobody,
    WithoutRole,
    Viewer,
    Editor,
    Administrator,
    /// Disabled, with a session from before.
    Disabled,
}

impl Who {
    pub const ALL: [Self; 6] = [
        Self::Nobody,
        Self::WithoutRole,
        Self::Viewer,
        Self::Editor,
        Self::Administrator,
        Self::Disabled,
    ];

    /// Sign-in name, also used in names of things made for this person.
    pub fn login(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::WithoutRole => "newcomer",
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Administrator => "administrator",
            Self::Disabled => "disabled",
        }
    }

    fn role(self) -> &'static str {
        match self {
            Self::Nobody | Self::WithoutRole => "none",
            Self::Viewer => "secret-viewer",
            Self::Editor => "secret-editor",
            Self::Administrator | Self::Disabled => "administrator",
        }
    }
}

/// Sessions of people of every role.
#[derive(Clone)]
pub struct Cast {
    sessions: Vec<(Who, String)>,
    /// Tokens of the one-time links that were used.
    pub links: Vec<String>,
}

impl Cast {
    /// Uses the first administrator's link and invites one person of every role.
    pub async fn new(site: &Site, first_link: &str) -> Self {
        Self::with_passwords(site, first_link, |_| PASSWORD.to_owned()).await
    }

    /// The same with a password for each.
    pub async fn with_passwords(
        site: &Site,
        first_link: &str,
        password: impl Fn(Who) -> String,
    ) -> Self {
        let token = first_link.rsplit('/').next().unwrap();
        let who = Who::Administrator;
        let first = join(
            site,
            &format!("/welcome/{token}"),
            who.login(),
            &password(who),
        )
        .await;
        let mut cast = Self {
            sessions: vec![(Who::Administrator, first)],
            links: vec![token.to_owned()],
        };
        for who in [Who::WithoutRole, Who::Viewer, Who::Editor, Who::Disabled] {
            let link = cast.invite(site, who.login(), who.role()).await;
            let session = join(site, &link, who.login(), &password(who)).await;
            cast.sessions.push((who, session));
            cast.links.push(link.rsplit('/').next().unwrap().to_owned());
        }
        cast.disable(site, Who::Disabled.login()).await;
        cast
    }

    /// The session of a person; none for nobody.
    pub fn session(&self, who: Who) -> Option<&str> {
        self.sessions
            .iter()
            .find(|(found, _)| *found == who)
            .map(|(_, session)| session.as_str())
    }

    pub fn administrator(&self) -> Option<&str> {
        self.session(Who::Administrator)
    }

    pub fn editor(&self) -> Option<&str> {
        self.session(Who::Editor)
    }

    /// Every session there is.
    pub fn all_sessions(&self) -> Vec<String> {
        self.sessions
            .iter()
            .map(|(_, session)| session.clone())
            .collect()
    }

    /// Invites somebody; answers with the path of the one-time link.
    pub async fn invite(&self, site: &Site, login: &str, role: &str) -> String {
        let pairs = [
            ("login", login),
            ("display_name", &display_name(login)),
            ("role", role),
        ];
        let answer = site
            .send(Ask::form("/people/invite", &pairs).session(self.administrator()))
            .await;
        assert_eq!(answer.status, 200, "{login}: {}", answer.text());
        let text = answer.text();
        let token = between(&text, "/invitation/", "\"").expect("the link is shown");
        format!("/invitation/{token}")
    }

    async fn disable(&self, site: &Site, login: &str) {
        let path = format!("/people/{}", self.person_id(site, login).await);
        let version = self.version(site, &path).await;
        let pairs = [("do", "disable"), ("version", version.as_str())];
        let answer = site
            .send(Ask::form(&path, &pairs).session(self.administrator()))
            .await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }

    /// The id of a person, from the list.
    pub async fn person_id(&self, site: &Site, login: &str) -> String {
        let list = site
            .send(Ask::get(format!("/people?q={login}")).session(self.administrator()))
            .await
            .text();
        let before = list.split(&format!("{login}</span>")).next().unwrap();
        let id = before
            .rsplit("href=\"/people/")
            .next()
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        assert_eq!(id.len(), 36, "{login} is not listed: {list}");
        id.to_owned()
    }

    /// The version that the form on a page was made on.
    pub async fn version(&self, site: &Site, page: &str) -> String {
        let text = site
            .send(Ask::get(page).session(self.administrator()))
            .await
            .text();
        version_in(&text).unwrap_or_else(|| panic!("{page} has no version: {text}"))
    }
}

/// The hidden field `version` of a page.
pub fn version_in(page: &str) -> Option<String> {
    let field = page
        .split("<input")
        .find(|field| field.contains("name=\"version\""))?;
    between(field, "value=\"", "\"").map(str::to_owned)
}

/// How others see somebody.
pub fn display_name(login: &str) -> String {
    format!("{login} of the tests")
}

/// Uses a one-time link; answers with the session.
pub async fn join(site: &Site, link: &str, login: &str, password: &str) -> String {
    let pairs = [
        ("login", login),
        ("display_name", &display_name(login)),
        ("password", password),
        ("password_again", password),
    ];
    let answer = site.send(Ask::form(link, &pairs)).await;
    assert_eq!(answer.status, 303, "{login}: {}", answer.text());
    answer.cookie(SESSION).expect("a session begins")
}

/// Signs in; answers with the session.
pub async fn sign_in(site: &Site, login: &str, password: &str) -> String {
    let answer = site
        .send(Ask::form(
            "/sign-in",
            &[("login", login), ("password", password)],
        ))
        .await;
    assert_eq!(answer.status, 303, "{login}: {}", answer.text());
    answer.cookie(SESSION).expect("a session begins")
}

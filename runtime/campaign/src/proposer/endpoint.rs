//! The other end of the line: requests to an endpoint that speaks HTTP and that nobody vouches for.
//!
//! - It gets the key only over TLS or on this machine, and the key is in nothing that comes back.
//! - What it answers is read up to a limit and within a time, is followed nowhere else, and is data.
//! - What may be better the next time is tried again, later each time; everything else is said at once.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ureq::http::{Response, Uri};
use ureq::{Agent, Body, Error};

/// The most bytes of a response: some times what a model writes in one answer.
pub const RESPONSE_BYTES_MAX: u64 = 4 << 20;

/// How long it may take until there is a connection.
const CONNECT: Duration = Duration::from_secs(15);

/// The wait before the second try; it doubles with each further one, up to the most.
const WAIT: Duration = Duration::from_millis(250);
const WAIT_MAX: Duration = Duration::from_secs(30);

/// The longest wait that an endpoint may ask for.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(120);

/// How often it is looked whether a stop was asked for.
const POLL: Duration = Duration::from_millis(50);

/// How many characters of what an endpoint says are told.
const SAID_CHARS_MAX: usize = 200;

/// A secret: it can be sent, and not shown.
#[derive(Clone)]
pub struct Key(String);

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key")
    }
}

impl Key {
    /// What stands in a file, without blanks around it.
    ///
    /// # Errors
    /// If that is no key.
    pub fn new(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if text.is_empty() {
            return Err("it is empty");
        }
        // Shorter ones would be found where they are not, when they are taken out of answers.
        if text.len() < 8 {
            return Err("it is shorter than 8 characters");
        }
        if !text.chars().all(|it| it.is_ascii_graphic()) {
            return Err("it has other characters than visible ASCII, or is more than one word");
        }
        Ok(Self(text.to_owned()))
    }

    /// A text without the key.
    fn removed(&self, text: &str) -> String {
        text.replace(&self.0, "[key]")
    }
}

/// Where a model is, and how it is asked.
pub struct Endpoint {
    agent: Agent,
    url: String,
    key: Option<Key>,
    timeout: Duration,
    retries: u32,
}

/// Why a request has no answer.
#[derive(Debug, PartialEq)]
pub enum Fault {
    /// It may have one the next time, perhaps not before some time.
    Later(String, Option<Duration>),
    /// This request has none; another one may.
    Refused(String),
    /// No request will have one, until somebody does something.
    Gone(String),
    /// A stop was asked for.
    Stopped,
}

impl Endpoint {
    /// An endpoint below a base address, such as `http://127.0.0.1:8080/v1`.
    ///
    /// # Errors
    /// If it is no address that may be used, in words.
    pub fn new(
        base: &str,
        key: Option<Key>,
        timeout: Duration,
        retries: u32,
    ) -> Result<Self, String> {
        check(base, key.is_some())?;
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // The environment decides nothing here, and a key goes through nobody's hands.
            .proxy(None)
            .timeout_global(Some(timeout))
            .timeout_connect(Some(CONNECT.min(timeout)))
            .user_agent(concat!("lazaret/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        let url = format!("{}/chat/completions", base.trim_end_matches('/'));
        Ok(Self { agent, url, key, timeout, retries })
    }

    /// Asks until there is an answer or no hope for one; gives what `read` makes of it, and how many requests it took.
    pub fn ask<T>(
        &self,
        body: &[u8],
        stop: &AtomicBool,
        read: impl Fn(&[u8]) -> Result<T, String>,
    ) -> (Result<T, Fault>, u64) {
        let mut requests = 0;
        loop {
            if stop.load(Ordering::SeqCst) {
                return (Err(Fault::Stopped), requests);
            }
            requests += 1;
            let answer = self.once(body).and_then(|bytes| {
                read(&bytes).map_err(|why| {
                    let said = self.said(&bytes);
                    Fault::Later(
                        format!("answers with what is no chat completion: {why}, in `{said}`"),
                        None,
                    )
                })
            });
            let (what, after) = match answer {
                Err(Fault::Later(what, after)) => (what, after),
                answer => return (answer, requests),
            };
            let tried = requests.saturating_sub(1);
            if u64::from(self.retries) <= tried {
                let times =
                    if requests == 1 { "once".to_owned() } else { format!("{requests} times") };
                let what = format!("{what} (tried {times}; `--model-retries` tries more often)");
                return (Err(Fault::Gone(what)), requests);
            }
            if let Some(after) = after.filter(|after| RETRY_AFTER_MAX < *after) {
                let (asked, most) = (after.as_secs(), RETRY_AFTER_MAX.as_secs());
                let what = format!(
                    "{what}; it asks to wait for {asked} s, and {most} s are waited: go on later"
                );
                return (Err(Fault::Gone(what)), requests);
            }
            let doubled = WAIT.saturating_mul(1 << tried.min(20));
            pause(doubled.min(WAIT_MAX).max(after.unwrap_or_default()), stop);
        }
    }

    /// Text of the endpoint without the key, wherever the key comes from.
    pub fn without_key(&self, text: &str) -> String {
        self.key.as_ref().map_or_else(|| text.to_owned(), |key| key.removed(text))
    }

    fn once(&self, body: &[u8]) -> Result<Vec<u8>, Fault> {
        let mut request = self.agent.post(&self.url).header("content-type", "application/json");
        if let Some(key) = &self.key {
            request = request.header("authorization", format!("Bearer {}", key.0));
        }
        let response = request.send(body).map_err(|error| self.fault(&error))?;
        let (status, after) = (response.status().as_u16(), retry_after(&response));
        let read = response.into_body().into_with_config().limit(RESPONSE_BYTES_MAX).read_to_vec();
        let bytes = read.map_err(|error| self.fault(&error))?;
        if (200..300).contains(&status) {
            return Ok(bytes);
        }
        let what = format!("answers {status}, `{}`", self.said(&bytes));
        Err(match status {
            400 | 413 | 422 => Fault::Refused(what),
            300..400 => Fault::Gone(format!(
                "{what}: redirects are not followed, `--model-url` is to be the address itself"
            )),
            401 | 403 => {
                Fault::Gone(format!("{what}: `--key-file` names a file with a key that it accepts"))
            }
            404 | 405 => Fault::Gone(format!(
                "{what}: is `--model-url` the address up to `/v1`, and `--model` a model of it?"
            )),
            408 | 409 | 425 | 429 | 500.. => Fault::Later(what, after),
            _ => Fault::Gone(what),
        })
    }

    fn fault(&self, error: &Error) -> Fault {
        let said = self.without_key(&error.to_string());
        match error {
            Error::Timeout(_) => {
                let seconds = self.timeout.as_secs_f64();
                Fault::Later(
                    format!(
                        "did not answer within {seconds} s ({said}); `--model-timeout` allows more"
                    ),
                    None,
                )
            }
            Error::BodyExceedsLimit(_) => Fault::Gone(format!(
                "answers with more than {RESPONSE_BYTES_MAX} bytes: is it an endpoint of a model? `--max-tokens` makes answers shorter"
            )),
            Error::Rustls(_) | Error::Tls(_) | Error::Pem(_) | Error::TlsRequired => {
                Fault::Gone(format!("cannot be trusted: {said}"))
            }
            Error::BadUri(_) | Error::Http(_) => Fault::Gone(format!("is no address: {said}")),
            _ => Fault::Later(format!("cannot be reached: {said}"), None),
        }
    }

    /// The beginning of what an endpoint says, for people.
    fn said(&self, bytes: &[u8]) -> String {
        let text = self.without_key(&String::from_utf8_lossy(bytes));
        let begin: String = text.trim().chars().take(SAID_CHARS_MAX).collect();
        begin.escape_debug().to_string()
    }
}

/// What an address must be.
fn check(base: &str, has_key: bool) -> Result<(), String> {
    let uri: Uri = base.parse().map_err(|error| format!("it is no address: {error}"))?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err("it begins with neither http:// nor https://".to_owned());
    };
    if !["http", "https"].contains(&scheme) {
        return Err("it begins with neither http:// nor https://".to_owned());
    }
    if authority.as_str().contains('@') {
        return Err("it has a name or password in it, which would be recorded: put a key into a file for `--key-file`".to_owned());
    }
    if base.contains(['?', '#']) {
        return Err("it has a `?` or `#`: it is to be the address up to `/v1`".to_owned());
    }
    let host = authority.host();
    let number = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    let here = host == "localhost" || number.is_ok_and(|it| it.is_loopback());
    if has_key && scheme == "http" && !here {
        return Err("a key would cross the network for all to read: use https://".to_owned());
    }
    Ok(())
}

/// How long an endpoint asks to wait; a date is not read.
fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let seconds = response.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn pause(time: Duration, stop: &AtomicBool) {
    let begin = Instant::now();
    while !stop.load(Ordering::SeqCst) {
        match time.checked_sub(begin.elapsed()) {
            Some(left) if !left.is_zero() => std::thread::sleep(left.min(POLL)),
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_may_be_used() {
        for base in [
            "http://127.0.0.1:8080/v1",
            "http://localhost/v1/",
            "http://[::1]:1/v1",
            "https://models.example/v1",
        ] {
            assert_eq!(check(base, true), Ok(()), "{base}");
        }
        assert_eq!(check("http://models.example/v1", false), Ok(()));
        let refused = |base: &str| check(base, true).unwrap_err();
        assert!(refused("http://models.example/v1").contains("https://"));
        assert!(refused("http://127.0.0.1.models.example/v1").contains("https://"));
        assert!(refused("http://localhost:1@models.example/v1").contains("--key-file"));
        assert!(refused("https://name:word@models.example/v1").contains("--key-file"));
        assert!(refused("https://models.example/v1?key=1").contains('?'));
        assert!(refused("127.0.0.1:8080").contains("http://"));
        assert!(refused("ftp://models.example/").contains("http://"));
        assert!(refused("").contains("no address"));
    }

    #[test]
    fn keys_are_sent_and_not_shown() {
        let key = Key::new(" sk-0123456789\n").unwrap();
        assert_eq!(format!("{key:?}"), "Key");
        assert_eq!(key.removed("no: sk-0123456789!"), "no: [key]!");
        for wrong in ["", " \n", "short", "sk-0123456789 other", "sk-ö123456789"] {
            assert!(Key::new(wrong).is_err(), "{wrong:?}");
        }
    }
}

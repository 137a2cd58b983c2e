//! An endpoint of models for tests: it answers whatever a test says, and keeps what it was asked.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// What the server does with a request.
pub enum Act {
    /// Sends these bytes and closes.
    Send(Vec<u8>),
    /// Sends these bytes, and then nothing for longer than anybody waits.
    Stall(Vec<u8>),
}

/// A request that was made.
#[derive(Clone)]
pub struct Asked {
    pub head: String,
    pub body: Vec<u8>,
    pub at: Instant,
}

impl Asked {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A server on a port of its own, until the test ends.
pub struct Server {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// `act` gets the number of a request, from 0 on, and the request.
    pub fn start(act: impl Fn(usize, &Asked) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (kept, act) = (Arc::clone(&asked), Arc::new(act));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (kept, act) = (Arc::clone(&kept), Arc::clone(&act));
                std::thread::spawn(move || {
                    let mut stream = stream.unwrap();
                    let Some(request) = read(&mut stream) else { return };
                    let number = {
                        let mut kept = kept.lock().unwrap();
                        kept.push(request.clone());
                        kept.len() - 1
                    };
                    let (bytes, stalls) = match act(number, &request) {
                        Act::Send(bytes) => (bytes, false),
                        Act::Stall(bytes) => (bytes, true),
                    };
                    // Whoever has heard enough closes before all is said.
                    let _ = stream.write_all(&bytes);
                    if stalls {
                        std::thread::sleep(Duration::from_secs(60));
                    }
                });
            }
        });
        Self { url, asked }
    }

    /// All requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let head = bytes.windows(4).position(|it| it == b"\r\n\r\n");
        if let Some(end) = head {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|it| it.strip_prefix("content-length: "));
            let length: usize = length?.trim().parse().ok()?;
            if bytes.len() >= end + 4 + length {
                let body = bytes[end + 4..].to_vec();
                let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
                return Some(Asked { head, body, at: Instant::now() });
            }
        }
        match stream.read(&mut piece) {
            Ok(count @ 1..) => bytes.extend(&piece[..count]),
            _ => return None,
        }
    }
}

/// A response with a status, further lines of its head, and a body.
pub fn response(status: u16, lines: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Said\r\nconnection: close\r\n{lines}content-length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// A chat completion with this text; 100 tokens in, 20 out.
pub fn completion(text: &str) -> Act {
    let usage = json!({"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120});
    let choice = json!({"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}});
    let document =
        json!({"id": "x", "object": "chat.completion", "choices": [choice], "usage": usage});
    Act::Send(response(200, "content-type: application/json\r\n", document.to_string().as_bytes()))
}

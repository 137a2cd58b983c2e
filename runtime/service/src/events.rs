//! News of jobs, for whoever listens. Nobody is waited for: who is too slow misses some, and is told how many.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::broadcast;

use crate::limits::EVENTS_BEHIND_MAX;
use crate::request::{End, Order, Status};

/// One piece of news.
#[derive(Debug)]
pub struct News {
    /// The job that it is about.
    pub id: u64,
    /// Its status from now on.
    pub status: Status,
    /// All of it, as JSON on one line.
    pub data: String,
}

/// Where news comes from.
pub struct Events(broadcast::Sender<Arc<News>>);

impl Events {
    pub fn new() -> Self {
        Self(broadcast::Sender::new(EVENTS_BEHIND_MAX))
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Arc<News>> {
        self.0.subscribe()
    }

    /// How far a job is.
    pub fn tell(&self, order: &Order, status: Status, progress: Option<(usize, usize)>) {
        self.send(order, status, |data| {
            if let Some((done, cases)) = progress {
                data.insert("cases_done".to_owned(), json!(done));
                data.insert("cases".to_owned(), json!(cases));
            }
        });
    }

    /// How a job has ended.
    pub fn ended(&self, order: &Order, end: &End) {
        self.send(order, end.status, |data| {
            if let Ok(Value::Object(end)) = serde_json::to_value(end) {
                data.extend(end);
            }
        });
    }

    fn send(
        &self,
        order: &Order,
        status: Status,
        more: impl FnOnce(&mut serde_json::Map<String, Value>),
    ) {
        if self.0.receiver_count() == 0 {
            return;
        }
        let mut data = serde_json::Map::new();
        data.insert("id".to_owned(), json!(order.id));
        data.insert("task".to_owned(), json!(order.task));
        data.insert("status".to_owned(), json!(status));
        more(&mut data);
        let data = Value::Object(data).to_string();
        // Nobody may be there any more.
        drop(self.0.send(Arc::new(News { id: order.id, status, data })));
    }
}

//! Streams of server-sent events. A stream holds a bounded number of events for its client; one that is too slow
//! is told how many it has missed, and one that is gone is noticed at the next beat.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use hyper::body::{Bytes, Frame};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};

use crate::events::News;
use crate::http::evaluations::{Evaluation, find, number};
use crate::http::problem::{Kind, Problem};
use crate::http::query::Path;
use crate::limits::{EVENTS_WAITING_MAX, STREAM_BEAT, STREAMS_MAX};
use crate::shared::{Shared, ended};

/// News of all evaluations, as server-sent events.
///
/// The event's type is the status that an evaluation has from then on; its data is JSON. `missed` says how many
/// were lost because the client was too slow.
#[utoipa::path(
    get, path = "/v1/events", tag = "events",
    responses((status = 200, description = "The stream, which has no end", content_type = "text/event-stream")),
)]
pub async fn all(State(shared): State<Arc<Shared>>) -> Result<Response, Problem> {
    let news = shared.events.listen();
    Feed { shared, news, only: None, first: None }.begin()
}

/// News of one evaluation, as server-sent events, until it has ended.
#[utoipa::path(
    get, path = "/v1/evaluations/{id}/events", tag = "events",
    params(("id" = u64, Path, description = "The number")),
    responses((status = 200, description = "The stream", content_type = "text/event-stream")),
)]
pub async fn one(State(shared): State<Arc<Shared>>, Path(id): Path) -> Result<Response, Problem> {
    let id = number(&id)?;
    // Listening begins before the first look, so that no news falls between the two.
    let news = shared.events.listen();
    let snapshot = find(&shared, id).await?;
    let data = serde_json::to_string(&Evaluation::of(&snapshot));
    let data = data.map_err(|error| Problem::internal(&error))?;
    let first = News { id, status: snapshot.status, data };
    Feed { shared, news, only: Some(id), first: Some(first) }.begin()
}

/// What fills a stream.
struct Feed {
    shared: Arc<Shared>,
    news: broadcast::Receiver<Arc<News>>,
    /// The job that it is about; none for all.
    only: Option<u64>,
    /// How that job was at the beginning.
    first: Option<News>,
}

impl Feed {
    fn begin(self) -> Result<Response, Problem> {
        let permit = self.shared.streams.clone().try_acquire_owned().map_err(|_| {
            Kind::Busy
                .because("too many streams of events are open", "close one, or ask for statuses")
                .measured(STREAMS_MAX as u64 + 1, STREAMS_MAX as u64)
        })?;
        let (sender, receiver) = mpsc::channel(EVENTS_WAITING_MAX);
        let shared = self.shared.clone();
        tokio::spawn(async move {
            shared.metrics.streams.inc();
            self.run(&sender).await;
            shared.metrics.streams.dec();
            drop(permit);
        });
        let mut response = Response::new(Body::new(Stream(receiver)));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }

    async fn run(mut self, sender: &mpsc::Sender<Bytes>) {
        let mut phase = self.shared.phase.subscribe();
        // So that the client knows at once that it is heard.
        if !send(sender, ":\n\n".to_owned()).await {
            return;
        }
        if let Some(first) = self.first.take()
            && (!send(sender, event(&first)).await || first.status.is_end())
        {
            return;
        }
        loop {
            let text = tokio::select! {
                () = ended(&mut phase) => return,
                () = sender.closed() => return,
                () = tokio::time::sleep(STREAM_BEAT) => ":\n\n".to_owned(),
                news = self.news.recv() => match news {
                    Ok(news) if self.only.is_some_and(|only| only != news.id) => continue,
                    Ok(news) => {
                        let last = self.only.is_some() && news.status.is_end();
                        if !send(sender, event(&news)).await || last {
                            return;
                        }
                        continue;
                    }
                    Err(RecvError::Lagged(count)) => {
                        format!("event: missed\ndata: {{\"count\":{count}}}\n\n")
                    }
                    Err(RecvError::Closed) => return,
                },
            };
            if !send(sender, text).await {
                return;
            }
        }
    }
}

/// Whether the client has taken it, or at least somebody keeps it for it, within a beat or two.
async fn send(sender: &mpsc::Sender<Bytes>, text: String) -> bool {
    let patience: Duration = STREAM_BEAT * 2;
    sender.send_timeout(Bytes::from(text), patience).await.is_ok()
}

/// JSON has no line ends outside of texts and none inside, so that one line is enough.
fn event(news: &News) -> String {
    format!("event: {}\ndata: {}\n\n", news.status.name(), news.data)
}

/// The body of the answer.
struct Stream(mpsc::Receiver<Bytes>);

impl hyper::body::Body for Stream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}

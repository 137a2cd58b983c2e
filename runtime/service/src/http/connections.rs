//! Connections: how many, how long, how much.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::limits::{
    CONNECTIONS_MAX, HEAD_BYTES_MAX, HEAD_PATIENCE, HEADERS_MAX, WRITE_PATIENCE_MS,
};
use crate::shared::Shared;

/// How long answers may take that are on their way when the service ends.
const FAREWELL: Duration = Duration::from_secs(5);

/// How long to wait before the next try if the kernel hands out no connection, for example because there are no
/// descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Answers until `ended` is there, and then lets what is on its way come to its end.
pub async fn serve(
    shared: &Arc<Shared>,
    listener: TcpListener,
    router: Router,
    ended: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let permits = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut ended = std::pin::pin!(ended);
    loop {
        let accepted = tokio::select! {
            () = &mut ended => break,
            accepted = accept(&listener, &permits) => accepted,
        };
        let (stream, permit) = match accepted {
            Ok(Some(accepted)) => accepted,
            Ok(None) => break,
            Err(error) => {
                tracing::warn!(error = %error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        prepare(&stream);
        let service = TowerToHyperService::new(router.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_PATIENCE)
            .max_headers(HEADERS_MAX)
            .max_buf_size(HEAD_BYTES_MAX)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        let shared = shared.clone();
        tokio::spawn(async move {
            shared.metrics.connections.inc();
            // What clients do to their connections is not worth a line each.
            if let Err(error) = connection.await {
                tracing::debug!(error = %error, "a connection ended early");
            }
            shared.metrics.connections.dec();
            drop(permit);
        });
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections were cut");
    }
}

/// A connection, once there is room for one.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> std::io::Result<Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)>> {
    let Ok(permit) = permits.clone().acquire_owned().await else { return Ok(None) };
    let (stream, _) = listener.accept().await?;
    Ok(Some((stream, permit)))
}

/// A client that takes nothing of what it has asked for is let go by the kernel.
fn prepare(stream: &TcpStream) {
    // What cannot be set makes the service slower or more patient, not wrong.
    drop(stream.set_nodelay(true));
    let _ = rustix::net::sockopt::set_tcp_user_timeout(stream, WRITE_PATIENCE_MS);
}

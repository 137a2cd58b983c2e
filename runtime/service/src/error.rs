//! Why the service cannot start, or had to end.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use lazaret_host::HostError;
use lazaret_host::ledger::LedgerError;

use crate::token::TokenError;

/// What stops a service.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// Everybody on the network could submit programs.
    #[error("{0} can be reached from other machines, and there is no `--token-file`")]
    Exposed(SocketAddr),
    /// The address cannot be had.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why, for example because another program has the port.
        source: io::Error,
    },
    /// Another service has the ledger.
    #[error("another service (process {holder}) works for the ledger in `{folder}`")]
    Taken {
        /// The ledger's folder.
        folder: PathBuf,
        /// The process, as far as it has said so.
        holder: String,
    },
    /// Two tasks of one name.
    #[error("two of the tasks are called `{0}`")]
    SameName(String),
    /// The token cannot be used.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The queue's database cannot be used.
    #[error("the queue in `{path}`: {why}")]
    Queue {
        /// The file.
        path: PathBuf,
        /// What the database says.
        why: String,
    },
    /// The queue was written by a newer version.
    #[error("the queue in `{path}` has schema {found}, and this version reads {known}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The one that is known here.
        known: i64,
    },
    /// A file cannot be used.
    #[error("cannot use `{path}`")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No thread could be started.
    #[error("cannot start a thread")]
    Thread(#[from] io::Error),
    /// The host cannot work.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The ledger cannot be used.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

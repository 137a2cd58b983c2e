//! Finding entries.

use lazaret_trial::{Code, Digest};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::entry::{Body, CampaignEntry, Entry, RoundEntry, campaign_digest};
use crate::error::LedgerError;
use crate::ledger::Ledger;

/// What a row is made of.
const COLUMNS: &str = "sequence, kind, task, candidate, code, score";

/// Which entries are wanted; everything that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this task.
    pub task: Option<String>,
    /// With a code that begins like this, such as `failed/` or `scored`.
    pub code: Option<String>,
    /// Of this candidate.
    pub candidate: Option<Digest>,
    /// Of this identity.
    pub identity: Option<Digest>,
    /// Of this kind: `commitment`, `verdict`, `run`, `campaign`, `round` or `check`.
    pub kind: Option<String>,
    /// Before this number.
    pub before: Option<u64>,
    /// At most this many.
    pub limit: u64,
}

/// What is known of an entry without reading it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number.
    pub sequence: u64,
    /// Its kind.
    pub kind: String,
    /// The task; empty for runs.
    pub task: String,
    /// The candidate, if it has one.
    pub candidate: Option<Digest>,
    /// The code; empty where nothing was judged.
    pub code: String,
    /// The score, if it has one.
    pub score: Option<f64>,
}

impl Ledger {
    /// Entries, the newest first. It reads the index alone, of which `entry` shows whether it is right, and takes
    /// as long as what it returns; with several conditions, as what fits the first of them in the order
    /// candidate, identity, task, code, kind.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn list(&self, filter: &Filter) -> Result<Vec<Row>, LedgerError> {
        let digest = |digest: Option<Digest>| digest.map(|it| Value::Blob(it.bytes().to_vec()));
        let mut codes = vec![None];
        if let Some(begin) = filter.code.as_ref().filter(|it| !it.is_empty()) {
            let fitting = Code::ALL.iter().map(|code| code.as_str());
            codes = fitting.filter(|code| code.starts_with(begin)).map(Some).collect();
        }
        // A query for each code: each is in order by itself, and all together are not.
        let mut queries = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let limit = Value::Integer(i64::try_from(filter.limit).unwrap_or(i64::MAX));
        for code in codes {
            let conditions = [
                ("candidate", digest(filter.candidate)),
                ("identity", digest(filter.identity)),
                ("task", filter.task.clone().map(Value::Text)),
                ("code", code.map(|it| Value::Text(it.to_owned()))),
                ("kind", filter.kind.clone().map(Value::Text)),
            ];
            let mut sql = format!("SELECT {COLUMNS} FROM lookup WHERE 1");
            // Only the first may choose an index: there is none better for two.
            let mut plus = "";
            for (column, value) in conditions {
                let Some(value) = value else { continue };
                sql.push_str(&format!(" AND {plus}{column} = ?"));
                values.push(value);
                plus = "+";
            }
            if let Some(before) = filter.before {
                sql.push_str(" AND sequence < ?");
                values.push(Value::Integer(i64::try_from(before).unwrap_or(i64::MAX)));
            }
            values.push(limit.clone());
            queries.push(format!("SELECT * FROM ({sql} ORDER BY sequence DESC LIMIT ?)"));
        }
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        values.push(limit);
        let all = queries.join(" UNION ALL ");
        let sql = format!("SELECT * FROM ({all}) ORDER BY sequence DESC LIMIT ?");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            let candidate: Option<[u8; 32]> = row.get(3)?;
            Ok(Row {
                sequence: row.get::<_, i64>(0)?.cast_unsigned(),
                kind: row.get(1)?,
                task: row.get(2)?,
                candidate: candidate.map(Digest::from_bytes),
                code: row.get(4)?,
                score: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The commitment to an identity, if there is one.
    ///
    /// # Errors
    /// If it cannot be read or is not what was signed.
    pub fn committed(&self, identity: Digest) -> Result<Option<u64>, LedgerError> {
        self.signed(|head| {
            let sql = "SELECT min(sequence) FROM lookup WHERE candidate IS NULL AND identity = ?1";
            let mut statement = self.connection.prepare_cached(sql)?;
            let found: Option<i64> = statement.query_row([identity.bytes()], |row| row.get(0))?;
            let Some(sequence) = found.map(i64::cast_unsigned) else { return Ok(None) };
            match self.entry_below(head, sequence)?.body {
                Body::Commitment(it) if it.identity.digest == identity => Ok(Some(sequence)),
                _ => Err(misfiled(sequence)),
            }
        })
    }

    /// The campaign of a name with the number of its entry, if there is one.
    ///
    /// # Errors
    /// If it cannot be read or is not what was signed.
    pub fn campaign(&self, name: &str) -> Result<Option<(u64, CampaignEntry)>, LedgerError> {
        self.signed(|head| {
            let sql = "SELECT min(sequence) FROM lookup WHERE candidate IS NULL AND identity = ?1";
            let mut statement = self.connection.prepare_cached(sql)?;
            let digest = campaign_digest(name);
            let found: Option<i64> = statement.query_row([digest.bytes()], |row| row.get(0))?;
            let Some(sequence) = found.map(i64::cast_unsigned) else { return Ok(None) };
            match self.entry_below(head, sequence)?.body {
                Body::Campaign(it) if it.name == name => Ok(Some((sequence, it))),
                _ => Err(misfiled(sequence)),
            }
        })
    }

    /// Hands all rounds of a campaign to `each`, in their order, each with the number of its entry. One that was cut is
    /// followed by the same round again, unless it is the last.
    ///
    /// # Errors
    /// If one cannot be read, is not what was signed, or is missing; or the first error of `each`.
    pub fn rounds<E: From<LedgerError>>(
        &self,
        name: &str,
        mut each: impl FnMut(u64, RoundEntry) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT sequence FROM lookup WHERE identity = ?1 ORDER BY sequence";
        let read = || -> Result<Vec<i64>, LedgerError> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([campaign_digest(name).bytes()], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let mut expected = 0;
        for sequence in read()?.into_iter().map(i64::cast_unsigned) {
            match self.entry(sequence)?.body {
                Body::Campaign(it) if it.name == name => {}
                Body::Round(it) if it.name == name && it.round == expected => {
                    expected += u64::from(it.cut.is_none());
                    each(sequence, it)?;
                }
                _ => return Err(misfiled(sequence).into()),
            }
        }
        Ok(())
    }

    /// The newest verdict on a candidate under an identity that `fits`, shown to be below the signed head.
    ///
    /// # Errors
    /// If one cannot be read or is not what was signed.
    pub fn find(
        &self,
        identity: Digest,
        candidate: Digest,
        fits: impl Fn(&Entry) -> bool,
    ) -> Result<Option<Entry>, LedgerError> {
        self.signed(|head| {
            let sql = "SELECT sequence FROM lookup WHERE candidate = ?1 AND identity = ?2
                       ORDER BY sequence DESC";
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query((candidate.bytes(), identity.bytes()))?;
            while let Some(row) = rows.next()? {
                let sequence = row.get::<_, i64>(0)?.cast_unsigned();
                let entry = self.entry_below(head, sequence)?;
                match &entry.body {
                    Body::Verdict(it) if it.candidate == candidate && it.identity == identity => {}
                    _ => return Err(misfiled(sequence)),
                }
                if fits(&entry) {
                    return Ok(Some(entry));
                }
            }
            Ok(None)
        })
    }
}

fn misfiled(sequence: u64) -> LedgerError {
    LedgerError::BadEntry { sequence, why: "the index says something else about it".to_owned() }
}

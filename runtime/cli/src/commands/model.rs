//! Models that propose, from what was typed and what was recorded.

use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use lazaret_campaign::{Key, ModelAccess, ModelProposer, ModelSettings};

use crate::arguments::ModelOptions;

/// The most tokens of an answer, if nobody says.
const MAX_TOKENS: u32 = 4096;

/// The most bytes of a file with a key.
const KEY_BYTES_MAX: u64 = 4096;

/// Whether models are asked for, and which.
pub fn typed(options: &ModelOptions) -> Result<Option<ModelSettings>> {
    let Some(url) = options.model_url.clone() else { return Ok(None) };
    let (mut models, temperature) = (options.model.clone(), options.temperature);
    for (name, price) in &options.price {
        let model = models.iter_mut().find(|it| it.name == *name);
        let model = model
            .ok_or_else(|| anyhow!("there is a price for `{name}`, and no `--model {name}`"))?;
        model.price = Some(*price);
    }
    if let (Some(model), false) =
        (models.iter().find(|it| it.price.is_none()), options.price.is_empty())
    {
        bail!(
            "`{0}` has no price, so that what it costs would not count: add `--price {0}=IN/OUT`",
            model.name
        );
    }
    let max_tokens = options.max_tokens.unwrap_or(MAX_TOKENS);
    Ok(Some(ModelSettings { url, models, temperature, max_tokens }))
}

/// Those models, with what is needed to reach them.
pub fn proposer(settings: &ModelSettings, options: &ModelOptions) -> Result<ModelProposer> {
    let access = ModelAccess {
        key: options.key_file.as_deref().map(key).transpose()?,
        timeout: options.model_timeout,
        retries: options.model_retries,
        jobs: usize::from(options.model_jobs),
    };
    Ok(ModelProposer::new(settings.clone(), access)?)
}

/// The key in a file. Errors have nothing of what is in it.
fn key(path: &Path) -> Result<Key> {
    let shown = path.display();
    let file = std::fs::File::open(path).with_context(|| format!("cannot read `{shown}`"))?;
    let metadata = file.metadata().with_context(|| format!("cannot read `{shown}`"))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        bail!("the key in `{shown}` is open to others (mode {mode:03o}): chmod 600 '{shown}'");
    }
    let mut text = Vec::new();
    file.take(KEY_BYTES_MAX + 1)
        .read_to_end(&mut text)
        .with_context(|| format!("cannot read `{shown}`"))?;
    if KEY_BYTES_MAX < text.len() as u64 {
        bail!("`{shown}` is no key: it has more than {KEY_BYTES_MAX} bytes");
    }
    Key::new(&String::from_utf8_lossy(&text)).map_err(|why| anyhow!("`{shown}` is no key: {why}"))
}

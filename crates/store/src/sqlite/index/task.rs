//! What keeps the index up with the rows.

use std::{
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

use gate_audit::StoreError;
use tokio::time::{sleep, timeout};

use super::{Shared, damage::is_damage, open::Files, write};
use crate::trouble::Trouble;

/// How soon rows that another process has written are looked for.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a broken disk is left alone.
const REST: Duration = Duration::from_secs(5);

/// Until it is aborted.
pub(super) async fn run(shared: Arc<Shared>) {
    let mut trouble = Trouble::with("the audit trail's search index is not written");
    loop {
        let kept = match shared.files() {
            Some(files) => keep_up(&shared, files).await,
            None => open(&shared).await,
        };
        match kept {
            Ok(()) => trouble.is_over(),
            Err(error) => {
                trouble.tell(&StoreError::new("index", error));
                sleep(REST).await;
            }
        }
    }
}

async fn open(shared: &Shared) -> sqlx::Result<()> {
    let (files, watermark) = Files::open(&shared.path, &shared.rows).await?;
    shared.watermark.store(watermark, Relaxed);
    shared.set(Some(Arc::new(files)));
    Ok(())
}

/// Writes what is there to be written, then waits for more.
async fn keep_up(shared: &Shared, files: Arc<Files>) -> sqlx::Result<()> {
    let mut writer = files.writer.lock().await;
    let written = write::all(&mut writer, &shared.rows, |watermark| {
        shared.watermark.store(watermark, Relaxed);
    });
    match written.await {
        Err(write::Failed::Index(error)) => {
            if is_damage(&error) {
                shared.give_up(&files);
            }
            return Err(error);
        }
        Err(write::Failed::Rows(error)) => return Err(error),
        Ok(()) => {}
    }
    drop(writer);
    // Whoever gave the index up meanwhile has said that there is work.
    let _ = timeout(PATIENCE, shared.work.notified()).await;
    Ok(())
}

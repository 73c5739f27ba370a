//! tonic's own services, so that what is believed about gRPC is what tonic believes.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response, request::Parts};
use http_body_util::Full;
use opentelemetry_proto::tonic::collector::{
    logs::v1::{
        ExportLogsServiceRequest, ExportLogsServiceResponse,
        logs_service_server::{LogsService, LogsServiceServer},
    },
    metrics::v1::{
        ExportMetricsServiceRequest, ExportMetricsServiceResponse,
        metrics_service_server::{MetricsService, MetricsServiceServer},
    },
    trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
};
use tonic::{Status, async_trait, body::Body, codec::CompressionEncoding};
use tonic_types::{ErrorDetails, StatusExt};
use tower_service::Service;

use super::{exchange::Answer, export::Export, http_answer};

/// Has tonic decode the request and encode the answer.
///
/// Messages beyond tonic's limit of 4 MiB, which is the collector's too, are refused.
pub(super) async fn answer(
    parts: &Parts,
    body: Bytes,
    answer: Answer,
) -> (Response<Body>, Result<Export, String>) {
    let one = OneRequest { answer, export: Arc::default() };
    let export = Arc::clone(&one.export);
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = parts.method.clone();
    *request.uri_mut() = parts.uri.clone();
    *request.headers_mut() = parts.headers.clone();

    let gzip = CompressionEncoding::Gzip;
    let path = parts.uri.path();
    let response = if path.starts_with("/opentelemetry.proto.collector.metrics.") {
        MetricsServiceServer::new(one).accept_compressed(gzip).call(request).await
    } else if path.starts_with("/opentelemetry.proto.collector.logs.") {
        LogsServiceServer::new(one).accept_compressed(gzip).call(request).await
    } else {
        // It answers UNIMPLEMENTED to a path that is of no service.
        TraceServiceServer::new(one).accept_compressed(gzip).call(request).await
    };
    let Ok(response) = response;
    let export = export.lock().unwrap_or_else(PoisonError::into_inner).take();
    let export = export.ok_or_else(|| match Status::from_header_map(response.headers()) {
        Some(status) => format!("refused by tonic: {:?} {}", status.code(), status.message()),
        None => "refused by tonic".to_owned(),
    });
    (response, export)
}

/// The three services for one request: they hand out its message, and give the answer they are told.
struct OneRequest {
    answer: Answer,
    export: Arc<Mutex<Option<Export>>>,
}

impl OneRequest {
    fn take(&self, export: Export) -> Result<Option<(i64, String)>, Status> {
        *self.export.lock().unwrap_or_else(PoisonError::into_inner) = Some(export);
        match &self.answer {
            Answer::Accept => Ok(None),
            Answer::Partial { rejected, message } => Ok(Some((*rejected, message.clone()))),
            Answer::Fail(failure) => Err(match failure.retry_after() {
                None => Status::new(failure.code(), failure.message()),
                Some(delay) => {
                    let details = ErrorDetails::with_retry_info(Some(delay));
                    Status::with_error_details(failure.code(), failure.message(), details)
                }
            }),
        }
    }
}

#[async_trait]
impl TraceService for OneRequest {
    async fn export(
        &self,
        request: tonic::Request<ExportTraceServiceRequest>,
    ) -> Result<tonic::Response<ExportTraceServiceResponse>, Status> {
        let partial = self.take(Export::Traces(request.into_inner()))?;
        Ok(tonic::Response::new(http_answer::traces(partial)))
    }
}

#[async_trait]
impl MetricsService for OneRequest {
    async fn export(
        &self,
        request: tonic::Request<ExportMetricsServiceRequest>,
    ) -> Result<tonic::Response<ExportMetricsServiceResponse>, Status> {
        let partial = self.take(Export::Metrics(request.into_inner()))?;
        Ok(tonic::Response::new(http_answer::metrics(partial)))
    }
}

#[async_trait]
impl LogsService for OneRequest {
    async fn export(
        &self,
        request: tonic::Request<ExportLogsServiceRequest>,
    ) -> Result<tonic::Response<ExportLogsServiceResponse>, Status> {
        let partial = self.take(Export::Logs(request.into_inner()))?;
        Ok(tonic::Response::new(http_answer::logs(partial)))
    }
}

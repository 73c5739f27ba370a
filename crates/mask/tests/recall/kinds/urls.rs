//! URLs and connection strings with credentials in them.

use super::Row;
use crate::carrier::Shape::{Block, Line, Token};

pub(super) const USERINFO: &[Row] = &[
    ("url-https", Token, &["https://‹user›:⟦‹url›⟧@‹host›/v1/items?limit=5", "http://‹user›:⟦‹url›⟧@‹host›:8080/"]),
    ("url-git", Token, &[
        "https://ada:⟦‹w40›⟧@github.com/acme/app.git",
        "https://oauth2:⟦‹w26›⟧@gitlab.example.com/acme/app.git",
        "https://x-access-token:⟦‹w40›⟧@github.com/acme/app",
    ]),
    ("url-token-only", Token, &["https://⟦ghp_‹w36›⟧@github.com/acme/app.git", "https://⟦‹h40›⟧@git.example.com/acme/app.git"]),
    ("url-ftp", Token, &["ftp://‹user›:⟦‹url›⟧@‹host›/pub/in.csv", "sftp://‹user›:⟦‹url›⟧@‹host›:22/upload"]),
    ("url-smtp", Token, &["smtp://‹user›:⟦‹url›⟧@‹host›:587", "smtps://ada%40example.com:⟦‹url›⟧@smtp.example.com:465"]),
    ("url-redis", Token, &["redis://:⟦‹url›⟧@‹host›:6379/0", "rediss://default:⟦‹url›⟧@‹host›:6380"]),
    ("url-amqp", Token, &["amqp://‹user›:⟦‹url›⟧@‹host›:5672/%2F", "amqps://‹user›:⟦‹url›⟧@‹host›/vhost"]),
    ("url-mongodb", Token, &[
        "mongodb://‹user›:⟦‹url›⟧@‹host›:27017/‹db›?authSource=admin",
        "mongodb://‹user›:⟦‹url›⟧@m1.example.com:27017,m2.example.com:27017/?replicaSet=rs0",
    ]),
    ("url-mongodb-srv", Token, &["mongodb+srv://‹user›:⟦‹url›⟧@cluster0.ab1cd.mongodb.net/‹db›?retryWrites=true&w=majority"]),
    ("url-postgres", Token, &["postgres://‹user›:⟦‹url›⟧@‹host›:5432/‹db›", "postgresql://‹user›:⟦‹url›⟧@‹host›/‹db›?sslmode=require"]),
    ("url-sqlalchemy", Token, &["postgresql+asyncpg://‹user›:⟦‹url›⟧@‹host›/‹db›", "mysql+pymysql://‹user›:⟦‹url›⟧@‹host›:3306/‹db›?charset=utf8mb4"]),
    ("url-mysql", Token, &["mysql://‹user›:⟦‹url›⟧@‹host›:3306/‹db›", "mysqlx://‹user›:⟦‹url›⟧@‹host›:33060"]),
    ("url-other-scheme", Token, &[
        "clickhouse://‹user›:⟦‹url›⟧@‹host›:9000/‹db›",
        "nats://‹user›:⟦‹url›⟧@‹host›:4222",
        "mqtts://‹user›:⟦‹url›⟧@‹host›:8883",
        "ldaps://cn=admin:⟦‹url›⟧@‹host›",
        "socks5://‹user›:⟦‹url›⟧@‹host›:1080",
        "elasticsearch+https://‹user›:⟦‹url›⟧@‹host›:9243",
    ]),
    ("url-proxy-variable", Line, &["HTTPS_PROXY=http://‹user›:⟦‹url›⟧@‹host›:3128", "export http_proxy=http://‹user›:⟦‹url›⟧@‹host›:3128/"]),
];

pub(super) const QUERIES: &[Row] = &[
    ("query-access-token", Token, &["https://api.example.com/v1/me?access_token=⟦‹w32-60›⟧", "https://graph.example.com/me?fields=id,name&access_token=⟦‹w80›⟧"]),
    ("query-api-key", Token, &["https://api.example.com/v1/data?lat=52.5&api_key=⟦‹h32›⟧&units=metric", "https://api.example.com/v1/data?apikey=⟦‹w20›⟧", "https://api.example.com/q?apiKey=⟦‹w32›⟧&limit=5"]),
    ("query-token", Token, &["https://ci.example.com/hook?token=⟦‹w24›⟧&branch=main", "wss://stream.example.com/ws?token=⟦‹s43›⟧"]),
    ("query-secret", Token, &["https://api.example.com/oauth?client_id=web&client_secret=⟦‹s40›⟧", "https://example.com/cb?secret=⟦‹w16›⟧&x=1"]),
    ("query-password", Token, &["https://example.com/login?user=ada&password=⟦‹url›⟧&next=%2Fhome", "http://10.0.0.5/cgi?usr=admin&pwd=⟦‹url›⟧"]),
    ("query-google-key", Token, &["https://maps.googleapis.com/maps/api/geocode/json?address=Berlin&key=⟦AIzaSy‹s33›⟧"]),
    ("query-fragment", Token, &["https://app.example.com/callback#access_token=⟦‹w64›⟧&token_type=bearer&expires_in=3600"]),
    ("query-azure-function", Token, &["https://orders.azurewebsites.net/api/run?code=⟦‹s54›==⟧"]),
    ("query-percent-encoded", Token, &["https://example.com/v1?token=⟦‹w12›%2B‹w8›%2F‹w10›%3D%3D⟧&page=2"]),
    ("signed-s3-v4", Token, &[
        "https://bucket.s3.eu-west-1.amazonaws.com/a/report.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=⟨AKIA‹x16›/20260314/eu-west-1/s3/aws4_request⟩&X-Amz-Date=20260314T092653Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=⟦‹h64›⟧",
    ]),
    ("signed-s3-v4-session", Token, &[
        "https://s3.amazonaws.com/bucket/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=⟨ASIA‹x16›%2F20260314%2Fus-east-1%2Fs3%2Faws4_request⟩&X-Amz-Date=20260314T092653Z&X-Amz-Expires=900&X-Amz-Security-Token=⟦IQoJb3JpZ2luX2Vj‹w300-400›%2F‹w20›%3D⟧&X-Amz-Signature=⟦‹h64›⟧&X-Amz-SignedHeaders=host",
    ]),
    ("signed-s3-v2", Token, &[
        "https://bucket.s3.amazonaws.com/key?AWSAccessKeyId=⟨AKIA‹x16›⟩&Expires=1790000000&Signature=⟦‹w12›%2F‹w11›%3D⟧",
    ]),
    ("signed-azure-sas", Token, &[
        "https://acct.blob.core.windows.net/c/f.bin?sv=2024-11-04&ss=b&srt=o&sp=r&se=2026-12-01T00:00:00Z&st=2026-03-14T00:00:00Z&spr=https&sig=⟦‹w20›%2B‹w21›%3D⟧",
        "https://acct.blob.core.windows.net/c/f.bin?sp=r&st=2026-03-14T09:00:00Z&se=2026-03-15T09:00:00Z&spr=https&sv=2022-11-02&sr=b&sig=⟦‹w30›%2F‹w12›%3D⟧",
    ]),
    ("signed-gcs-v4", Token, &[
        "https://storage.googleapis.com/bucket/o.tar?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=⟨svc%40p.iam.gserviceaccount.com%2F20260314%2Fauto%2Fstorage%2Fgoog4_request⟩&X-Goog-Date=20260314T092653Z&X-Goog-Expires=600&X-Goog-SignedHeaders=host&X-Goog-Signature=⟦‹h512›⟧",
    ]),
    ("signed-gcs-v2", Token, &[
        "https://storage.googleapis.com/bucket/o.tar?GoogleAccessId=⟨svc%40p.iam.gserviceaccount.com⟩&Expires=1790000000&Signature=⟦‹w120›%2B‹w120›%2F‹w80›%3D%3D⟧",
    ]),
    ("signed-cloudfront", Token, &[
        "https://d111111abcdef8.cloudfront.net/v.mp4?Policy=⟨eyJTdGF0‹w120›__⟩&Signature=⟦‹w60›~‹w80›-‹w120›~‹w78›__⟧&Key-Pair-Id=⟨K‹A13›⟩",
        "https://d111111abcdef8.cloudfront.net/v.mp4?Expires=1790000000&Signature=⟦‹w200›-‹w142›__⟧&Key-Pair-Id=⟨APKA‹x16›⟩",
    ]),
    ("signed-alibaba-oss", Token, &[
        "https://b.oss-cn-hangzhou.aliyuncs.com/o?OSSAccessKeyId=⟨LTAI5t‹w18›⟩&Expires=1790000000&Signature=⟦‹w27›%3D⟧",
    ]),
];

pub(super) const CONNECTIONS: &[Row] = &[
    ("connection-libpq", Line, &[
        "host=‹host› port=5432 user=‹user› password=⟦‹w12-20›⟧ dbname=‹db› sslmode=require",
        "dbname=‹db› user=‹user› password=⟦‹w16›⟧ host=‹host›",
        "host=‹host› user=‹user› password='⟦‹phrase›⟧' dbname=‹db›",
    ]),
    ("connection-odbc", Line, &[
        "Driver={ODBC Driver 18 for SQL Server};Server=tcp:‹host›,1433;Database=‹db›;Uid=‹user›;Pwd=⟦‹w16›!⟧;Encrypt=yes;",
        "DSN=warehouse;UID=‹user›;PWD=⟦‹w12-20›⟧",
        "Driver={MySQL ODBC 8.0 Unicode Driver};Server=‹host›;User=‹user›;Password={⟦‹w8›;‹w4›⟧};",
    ]),
    ("connection-ado-net", Line, &[
        "Server=‹host›;Database=‹db›;User Id=‹user›;Password=⟦‹w8›$‹w6›#1⟧;Encrypt=True;",
        "Data Source=‹host›;Initial Catalog=‹db›;User ID=sa;Password=⟦‹w16›⟧;MultipleActiveResultSets=True",
        "Host=‹host›;Username=‹user›;Password=⟦‹phrase›⟧;Database=‹db›",
    ]),
    ("connection-mysql", Line, &["Server=‹host›;Port=3306;Database=‹db›;Uid=‹user›;Pwd=⟦‹w16›⟧;SslMode=Required"]),
    ("connection-go-mysql", Token, &["‹user›:⟦‹w16›⟧@tcp(‹host›:3306)/‹db›?parseTime=true"]),
    ("connection-jdbc-params", Token, &[
        "jdbc:postgresql://‹host›:5432/‹db›?user=‹user›&password=⟦‹url›⟧&ssl=true",
        "jdbc:mysql://‹host›:3306/‹db›?user=‹user›&password=⟦‹url›⟧",
        "jdbc:mariadb://‹host›/‹db›?user=‹user›&password=⟦‹url›⟧",
    ]),
    ("connection-jdbc-sqlserver", Token, &[
        "jdbc:sqlserver://‹host›:1433;databaseName=‹db›;user=sa;password=⟦‹w16›⟧;encrypt=true",
        "jdbc:sqlserver://‹host›;user=‹user›;password={⟦‹w8›;‹w4›⟧};encrypt=true",
    ]),
    ("connection-jdbc-oracle", Token, &["jdbc:oracle:thin:scott/⟦‹w12›⟧@//‹host›:1521/ORCL", "jdbc:oracle:thin:‹user›/⟦‹w16›⟧@‹host›:1521:XE"]),
    ("connection-jdbc-snowflake", Token, &["jdbc:snowflake://acme-x1.snowflakecomputing.com/?user=‹user›&password=⟦‹url›⟧&db=MAIN"]),
    ("connection-azure-storage", Line, &[
        "DefaultEndpointsProtocol=https;AccountName=acct1;AccountKey=⟦‹b86›==⟧;EndpointSuffix=core.windows.net",
        "DefaultEndpointsProtocol=https;AccountName=acct1;AccountKey=⟦‹b76›+ASt‹b6›==⟧;BlobEndpoint=https://acct1.blob.core.windows.net/",
    ]),
    ("connection-azure-sas", Line, &["BlobEndpoint=https://acct1.blob.core.windows.net/;SharedAccessSignature=⟨sv=2024-11-04&ss=b&srt=o&sp=r&sig=⟩⟦‹w20›%2B‹w21›%3D⟧"]),
    ("connection-azure-service-bus", Line, &[
        "Endpoint=sb://ns1.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=⟦‹b43›=⟧",
        "Endpoint=sb://ns1.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=⟦‹b37›+ASbM‹b1›=⟧;EntityPath=orders",
    ]),
    ("connection-azure-cosmos", Line, &["AccountEndpoint=https://acct1.documents.azure.com:443/;AccountKey=⟦‹b86›==⟧;"]),
    ("connection-azure-app-config", Line, &["Endpoint=https://c1.azconfig.io;Id=⟨‹w4›-l9-s0:‹w20›⟩;Secret=⟦‹b43›=⟧"]),
    ("connection-azure-iot", Line, &["HostName=hub1.azure-devices.net;DeviceId=d-17;SharedAccessKey=⟦‹b43›=⟧"]),
    ("connection-azure-redis", Line, &["c1.redis.cache.windows.net:6380,password=⟦‹b43›=⟧,ssl=True,abortConnect=False"]),
    ("connection-kafka-jaas", Line, &[
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"‹a16›\" password=\"⟦‹b64›⟧\";",
    ]),
    ("connection-tnsnames-sqlplus", Block, &["$ sqlplus ‹user›/⟦‹w12›⟧@//‹host›:1521/ORCL\n\nSQL*Plus: Release 19.0.0.0.0\nConnected to:\nOracle Database 19c\n"]),
];

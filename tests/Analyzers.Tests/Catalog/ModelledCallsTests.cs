using DistPatterns.Catalog;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Tests.Catalog;

/// <summary>Calls as people write them, and what the shipped models say of them; also that the libraries can be compiled against.</summary>
public sealed class ModelledCallsTests
{
    // shared, because binding this many references costs more than everything else here
    private static readonly CSharpCompilation Libraries = CSharpCompilation.Create("calls", references: Modelled.References, options: new(OutputKind.DynamicallyLinkedLibrary));

    [Theory]
    [InlineData("System.Net.Http.HttpClient x", "x.GetAsync(\"/\")", "RemoteCall", "Web")]
    [InlineData("System.Net.Http.HttpClient x", "x.GetAsync(\"/\", System.Net.Http.HttpCompletionOption.ResponseHeadersRead)", "RemoteCall", "Streaming, Web")]
    [InlineData("System.Net.Http.HttpClient x, System.Threading.CancellationToken t", "x.SendAsync(new System.Net.Http.HttpRequestMessage(), t)", "RemoteCall", "None")]
    [InlineData("Microsoft.Extensions.DependencyInjection.IServiceCollection x", "x.AddHttpClient<object>()", "ClientRegistration", "None")]
    [InlineData("Microsoft.Extensions.DependencyInjection.IHttpClientBuilder x", "x.AddStandardResilienceHandler()", "None", "Deadline")]
    [InlineData("System.Threading.CancellationTokenSource x", "x.CancelAfter(System.TimeSpan.FromSeconds(1))", "None", "Deadline")]
    [InlineData("string x", "x.GetHashCode()", "UnstableHash", "None")]
    [InlineData("object x", "x.GetHashCode()", "UnstableHash", "None")]
    [InlineData("(int, int) x", "x.GetHashCode()", "UnstableHash", "None")]
    [InlineData("System.Exception x", "x.GetHashCode()", "UnstableHash", "None")]
    [InlineData("int x", "x.GetHashCode()", "None", "Neutral")]
    [InlineData("System.Guid x", "x.GetHashCode()", "None", "Neutral")]
    [InlineData("System.DayOfWeek x", "x.GetHashCode()", "None", "Neutral")]
    [InlineData("Polly.Retry.RetryPolicy x", "x.Execute(() => { })", "None", "Sync")]
    [InlineData("Polly.Retry.AsyncRetryPolicy x", "x.ExecuteAsync(() => System.Threading.Tasks.Task.CompletedTask)", "None", "None")]
    [InlineData("Polly.Wrap.PolicyWrap<int> x", "x.Execute(() => 1)", "None", "Sync")]
    [InlineData("Polly.ResiliencePipeline x", "x.Execute(async () => await System.Threading.Tasks.Task.Yield())", "None", "Sync")]
    [InlineData("Polly.ResiliencePipelineBuilder x", "x.AddCircuitBreaker(new())", "StatefulStrategy", "None")]
    [InlineData("Polly.PolicyBuilder x", "x.CircuitBreakerAsync(3, System.TimeSpan.FromSeconds(1))", "StatefulStrategy", "None")]
    [InlineData("Microsoft.EntityFrameworkCore.DbContext x", "x.SaveChangesAsync()", "Commit", "Strategy")]
    [InlineData("Microsoft.EntityFrameworkCore.DbSet<object> x", "x.Add(new())", "Write", "None")]
    [InlineData("System.Linq.IQueryable<object> x", "x.ExecuteDeleteAsync()", "Commit, ConditionalWrite", "MustTest, Removes, Strategy")]
    [InlineData("Microsoft.EntityFrameworkCore.DbContext x", "x.Database.ExecuteSqlRawAsync(\"\")", "Commit, ConditionalWrite", "MustTest")]
    [InlineData("Npgsql.NpgsqlCommand x", "x.ExecuteNonQueryAsync()", "Commit", "None")]
    [InlineData("Microsoft.Data.SqlClient.SqlTransaction x", "x.Commit()", "Commit", "Completes")]
    [InlineData("System.Data.IDbConnection x", "x.ExecuteAsync(\"\")", "Commit, ConditionalWrite", "MustTest")]
    [InlineData("MongoDB.Driver.IMongoCollection<object> x", "x.InsertOneAsync(new())", "Commit", "None")]
    [InlineData("Marten.IDocumentSession x", "x.SaveChangesAsync()", "Commit", "None")]
    [InlineData("Marten.IDocumentSession x", "x.Store(new object())", "Write", "None")]
    [InlineData("Marten.IDocumentSession x", "x.Events.Append(System.Guid.Empty, new object())", "Write", "None")]
    [InlineData("Microsoft.Azure.Cosmos.Container x", "x.UpsertItemAsync(new object())", "Commit", "None")]
    [InlineData("Amazon.DynamoDBv2.AmazonDynamoDBClient x", "x.PutItemAsync(new())", "Commit", "None")]
    [InlineData("Nest.IElasticClient x", "x.IndexDocumentAsync(new object())", "Commit", "None")]
    [InlineData("RabbitMQ.Client.IChannel x", "x.BasicPublishAsync(\"\", \"\", new byte[0])", "Publish", "None")]
    [InlineData("RabbitMQ.Client.IModel x", "x.BasicPublish(\"\", \"\", null, new byte[0])", "Publish", "None")]
    [InlineData("Confluent.Kafka.IProducer<string, string> x", "x.ProduceAsync(\"t\", new())", "Publish", "None")]
    [InlineData("Confluent.Kafka.IConsumer<string, string> x", "x.Commit()", "Checkpoint, Ack", "Cumulative")]
    [InlineData("MassTransit.IBus x", "x.Publish(new object())", "Publish", "None")]
    [InlineData("MassTransit.ConsumeContext<object> x", "x.Publish(new object())", "Publish", "None")]
    [InlineData("MassTransit.ISendEndpointProvider x", "x.Send(new object())", "Publish", "None")]
    [InlineData("MassTransit.Mediator.IMediator x", "x.Publish(new object())", "None", "None")]
    [InlineData("MediatR.IMediator x", "x.Publish(new object())", "None", "None")]
    [InlineData("Wolverine.IMessageBus x", "x.PublishAsync(new object())", "Publish", "None")]
    [InlineData("Wolverine.Marten.IMartenOutbox x", "x.PublishAsync(new object())", "Write", "None")]
    [InlineData("DotNetCore.CAP.ICapPublisher x", "x.PublishAsync(\"n\", new object())", "Publish", "None")]
    [InlineData("Rebus.Bus.IBus x", "x.Publish(new object())", "Publish", "None")]
    [InlineData("Dapr.Client.DaprClient x", "x.PublishEventAsync(\"p\", \"t\", new object())", "Publish", "None")]
    [InlineData("Azure.Storage.Queues.QueueClient x", "x.SendMessageAsync(\"m\")", "Publish", "None")]
    [InlineData("Amazon.SQS.IAmazonSQS x", "x.SendMessageAsync(new())", "Publish", "None")]
    [InlineData("StackExchange.Redis.IDatabase x", "x.LockTakeAsync(\"k\", \"v\", System.TimeSpan.Zero)", "LockAcquire", "MustTest")]
    [InlineData("StackExchange.Redis.IDatabase x", "x.StringSetAsync(\"k\", \"v\", System.TimeSpan.Zero, StackExchange.Redis.When.NotExists)", "LockAcquire", "MustTest")]
    [InlineData("StackExchange.Redis.IDatabase x", "x.StringSetAsync(\"k\", \"v\", System.TimeSpan.Zero)", "CacheWrite", "None")]
    [InlineData("RedLockNet.SERedis.RedLockFactory x", "x.CreateLockAsync(\"k\", System.TimeSpan.Zero)", "LockAcquire", "None")]
    [InlineData("Medallion.Threading.Postgres.PostgresDistributedLock x", "x.TryAcquireAsync()", "LockAcquire", "MustTest")]
    [InlineData("Medallion.Threading.Redis.RedisDistributedLock x", "x.AcquireAsync()", "LockAcquire", "None")]
    [InlineData("Microsoft.AspNetCore.SignalR.IHubCallerClients x", "x.All.SendAsync(\"m\")", "Notify", "None")]
    [InlineData("MailKit.Net.Smtp.SmtpClient x", "x.Send(new MimeKit.MimeMessage())", "Notify", "None")]
    [InlineData("SendGrid.SendGridClient x", "x.SendEmailAsync(new())", "Notify", "None")]
    [InlineData("string x", "Twilio.Rest.Api.V2010.Account.MessageResource.CreateAsync(to: x)", "Notify", "None")]
    [InlineData("Amazon.S3.AmazonS3Client x", "x.PutObjectAsync(new())", "RemoteCall", "None")]
    [InlineData("Azure.Storage.Blobs.BlobClient x", "x.UploadAsync(\"file\")", "RemoteCall", "None")]
    [InlineData("Azure.Storage.Blobs.BlobClient x", "x.DownloadContentAsync()", "RemoteCall", "None")]
    [InlineData("RestSharp.RestClient x", "RestSharp.RestClientExtensions.PostAsync(x, new())", "RemoteCall", "None")]
    [InlineData("string x", "Flurl.Http.GeneratedExtensions.GetStringAsync(x)", "RemoteCall", "None")]
    public void A_call_does_what_its_library_says(string parameters, string call, string? effects, string? traits)
    {
        var row = LibraryCatalog.Shipped.Find(Invocation(parameters, call));
        Assert.Equal(effects, row?.Effects.ToString());
        Assert.Equal(traits, row?.Traits.ToString());
    }

    [Theory]
    [InlineData("IEventBus", "PublishAsync", "Publish")]
    [InlineData("KafkaEventProducer", "Produce", "Publish")]
    [InlineData("IDomainEventPublisher", "Publish", "None")]
    [InlineData("IInMemoryMessageBus", "Publish", "None")]
    [InlineData("IOrderRepository", "SaveAsync", "Commit")]
    [InlineData("IOrderRepository", "AddAsync", "Commit")]
    [InlineData("IOrderRepository", "Add", "Write")]
    [InlineData("IOrderRepository", "CreateAsync", "Commit")]
    [InlineData("IOrderRepository", "CreateDbContextAsync", "None")]
    [InlineData("IUnitOfWork", "CommitAsync", "Commit")]
    [InlineData("IEmailSender", "SendEmailAsync", "Notify")]
    [InlineData("IOrderService", "PlaceAsync", null)]
    public void A_conventional_name_is_understood(string type, string member, string? effects) =>
        Assert.Equal(effects, LibraryCatalog.Shipped.Conventions.Find(type, member).FirstOrDefault()?.Effects.ToString());

    private static IInvocationOperation Invocation(string parameters, string call)
    {
        var tree = CSharpSyntaxTree.ParseText($$"""
            using Dapper;
            using MassTransit;
            using Marten;
            using Microsoft.AspNetCore.SignalR;
            using Microsoft.EntityFrameworkCore;
            using Microsoft.Extensions.DependencyInjection;
            using Polly;
            using RabbitMQ.Client;
            class C { void M({{parameters}}) { {{call}}; } }
            """);
        var compilation = Libraries.AddSyntaxTrees(tree);
        Assert.Equal([], compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        var expression = tree.GetRoot().DescendantNodes().OfType<ExpressionStatementSyntax>().First().Expression;
        return (IInvocationOperation)compilation.GetSemanticModel(tree).GetOperation(expression)!;
    }
}

using DistPatterns.Rules.Discovery;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Discovery;

public sealed class HardCodedEndpointTests
{
    private const string Usings = """
        using Amazon.SQS;
        using Confluent.Kafka;
        using Grpc.Net.Client;
        using MassTransit;
        using Microsoft.Azure.Cosmos;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        using MongoDB.Driver;
        using Npgsql;
        using RabbitMQ.Client;
        using StackExchange.Redis;

        """;

    private static RuleTest Rule => RuleTest.Of<HardCodedEndpoint>();

    [Theory]
    [InlineData("new HttpClient { BaseAddress = [|new Uri(\"http://prices.acme.com\")|] }")]
    [InlineData("new HttpClient { BaseAddress = [|new(\"http://localhost:59318/\")|] }")]
    [InlineData("GrpcChannel.ForAddress([|\"https://orders.acme.com\"|])")]
    [InlineData("new ProducerConfig { BootstrapServers = [|\"kafka1.acme.com:9092,kafka2.acme.com:9092\"|] }")]
    [InlineData("new ConsumerConfig { BootstrapServers = [|Servers|] }")]
    [InlineData("new ConnectionFactory { HostName = [|\"localhost\"|] }")]
    [InlineData("new ConnectionFactory { Uri = [|Broker|] }")]
    [InlineData("ConnectionMultiplexer.Connect([|\"10.0.0.7:6379,abortConnect=false\"|])")]
    [InlineData("new CosmosClient([|\"https://shop.documents.azure.com:443/\"|], \"key\")")]
    [InlineData("new MongoClient([|\"mongodb://user:secret@mongo1.acme.com,mongo2.acme.com/shop\"|])")]
    [InlineData("new NpgsqlConnection([|\"Host=db.acme.com;Username=shop;Password=secret\"|])")]
    [InlineData("new SqlConnection([|\"Server=tcp:shop.database.windows.net,1433;Database=shop\"|])")]
    [InlineData("new AmazonSQSConfig { ServiceURL = [|\"http://localhost:4566\"|] }")]
    [InlineData("new HttpClient().GetStringAsync([|\"http://10.0.0.5:8080/prices\"|])")]
    [InlineData("new HttpRequestMessage(HttpMethod.Get, [|\"http://prices.acme.com/today\"|])")]
    [InlineData("new ConfigurationOptions { EndPoints = { [|\"10.0.0.7:6379\"|] } }")]
    [InlineData("new DbContextOptionsBuilder().UseNpgsql([|\"Host=db.acme.com;Username=shop\"|])")]
    [InlineData("new DbContextOptionsBuilder().UseSqlServer([|\"Server=db.acme.com;Database=shop\"|])")]
    [InlineData("Bus.Factory.CreateUsingRabbitMq(bus => bus.Host([|\"rabbit.acme.com\"|], \"shop\", _ => { }))")]
    [InlineData("LocalOf()")]
    public Task An_address_that_is_written_in_the_code_is_reported(string connects) => Rule.ReportsInEditor(In(connects));

    [Theory]
    [InlineData("new HttpClient { BaseAddress = new Uri(\"http://catalog-api\") }")]
    [InlineData("new HttpClient { BaseAddress = new Uri(\"https+http://catalog.api\") }")]
    [InlineData("new HttpClient { BaseAddress = new Uri(\"https://api.github.com/\") }")]
    [InlineData("new HttpClient { BaseAddress = new Uri(\"/prices\", UriKind.Relative) }")]
    [InlineData("new HttpClient().GetStringAsync(\"v1.0/prices\")")]
    [InlineData("new HttpClient().GetStringAsync(\"https://api.github.com/zen\")")]
    [InlineData("new ProducerConfig { BootstrapServers = \"kafka:9092\" }")]
    [InlineData("new ConnectionFactory { HostName = setting ?? \"localhost\" }")]
    [InlineData("new ConnectionFactory { HostName = setting is null ? \"localhost\" : setting }")]
    [InlineData("new ConnectionFactory { HostName = setting! }")]
    [InlineData("new ConnectionFactory() ?? new ConnectionFactory { HostName = \"localhost\" }")]
    [InlineData("new NpgsqlConnection(\"Host={0};Database=shop\")")]
    [InlineData("new NpgsqlConnection(\"Database=shop\")")]
    [InlineData("new Uri(\"http://schemas.xmlsoap.org/ws\")")]
    [InlineData("Default(setting)")]
    [InlineData("Development(setting)")]
    public Task What_the_environment_decides_is_silent(string connects) => Rule.StaysSilent(In(connects).Replace("[|", "").Replace("|]", ""));

    [Fact]
    public Task What_is_compiled_for_debugging_only_is_silent() => Rule.StaysSilent("""
        #define DEBUG
        class Prices
        {
        #if DEBUG
            private readonly HttpClient _http = new() { BaseAddress = new Uri("http://10.0.2.2:5000") };
        #else
            private readonly HttpClient _http = new();
        #endif
        }
        """);

    [Fact]
    public Task A_factory_for_tools_is_silent() => Rule.StaysSilent("""
        interface IDesignTimeFactory { object Create(); }
        class Contexts : IDesignTimeFactory { public object Create() => new Npgsql.NpgsqlConnection("Host=localhost"); }
        """);

    [Fact]
    public Task The_fix_reads_the_configuration_that_a_builder_holds() => Rule.AsProgram().Fixes(
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient("prices", http => http.BaseAddress = [|new Uri("http://10.0.0.7:5000")|]);
        """,
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient("prices", http => http.BaseAddress = new Uri(builder.Configuration["Program:BaseAddress"] ?? "http://10.0.0.7:5000"));
        """);

    [Theory]
    [InlineData("private readonly IConfiguration _settings = null!; static object Connect() => ")] // of an object that is not there
    [InlineData("object Connect() => ")]
    public Task No_fix_is_offered_where_no_configuration_is_in_reach(string member) =>
        Rule.OffersNoFix(
            "using Microsoft.Extensions.Configuration; class Orders { " + member + "new RabbitMQ.Client.ConnectionFactory { HostName = [|\"10.0.0.7\"|] }; }");

    [Theory]
    [InlineData("mongodb://user:secret@mongo1.acme.com:27017,mongo2.acme.com/shop", "mongodb://mongo1.acme.com:27017")]
    [InlineData("Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKey=a=b", "sb://shop.servicebus.windows.net")]
    [InlineData("Server=tcp:shop.database.windows.net,1433;Password=secret", "shop.database.windows.net")]
    [InlineData("Data Source=10.1.2.3\\SQL2022;Password=secret", "10.1.2.3")]
    [InlineData("10.0.0.7:6379,password=secret", "10.0.0.7:6379")]
    [InlineData("http://[::1]:5000/path?a=b", "http://[::1]:5000")]
    [InlineData("Database=shop", null)]
    [InlineData("/prices", null)]
    [InlineData("", null)]
    public void An_address_is_told_without_its_secrets(string text, string? address) => Assert.Equal(address, Address.Of(text)?.ToString());

    private static string In(string connects) => Usings + $$"""
        class Shop(string? setting)
        {
            private const string Servers = "kafka.acme.com" + ":9092";
            private static readonly Uri Broker = new("amqp://guest:guest@rabbit.acme.com:5672");

            public object Connect() => {{connects}};

            private static object Default(string? setting)
            {
                var host = "localhost";
                host = setting ?? host;
                return new ConnectionFactory { HostName = host };
            }

            private static object Development(string? setting)
            {
                var factory = new ConnectionFactory();
                if (setting is null)
                    factory.HostName = "localhost";
                return factory;
            }
        {{(connects == "LocalOf()" ? """
            private static object LocalOf()
            {
                var address = "https://orders.acme.com:8443";
                return GrpcChannel.ForAddress([|address|]);
            }
            """ : "")}}
        }
        """;
}

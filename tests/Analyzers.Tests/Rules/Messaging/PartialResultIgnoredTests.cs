using DistPatterns.Rules.Messaging;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Messaging;

public sealed class PartialResultIgnoredTests
{
    private static readonly RuleTest Rule = RuleTest.Of<PartialResultIgnored>();

    [Fact]
    public Task A_batch_whose_failures_nothing_reads_is_reported() => Rule.Reports("""
        using Amazon.DynamoDBv2;
        using Amazon.DynamoDBv2.Model;
        using Amazon.SQS;
        using Amazon.SQS.Model;

        class Orders(IAmazonSQS queue, IAmazonDynamoDB table)
        {
            async Task Send(SendMessageBatchRequest letters, BatchWriteItemRequest rows)
            {
                await [|queue.SendMessageBatchAsync(letters)|];
                var sent = await [|queue.SendMessageBatchAsync(letters)|];
                Console.WriteLine(sent.Successful.Count);
                await [|table.BatchWriteItemAsync(rows)|];
            }
        }
        """,
        "'SendMessageBatchAsync' can fail for some and succeed for others, and nothing reads 'Failed', which says so: those that failed are lost. Send them again, or fail.",
        "'SendMessageBatchAsync' can fail for some and succeed for others, and nothing reads 'Failed', which says so: those that failed are lost. Send them again, or fail.",
        "'BatchWriteItemAsync' can fail for some and succeed for others, and nothing reads 'UnprocessedItems', which says so: those that failed are lost. Send them again, or fail.");

    [Fact]
    public Task The_fix_throws_where_some_failed() => Rule.Fixes(
        """
        using Amazon.DynamoDBv2;
        using Amazon.DynamoDBv2.Model;
        using Amazon.SQS;
        using Amazon.SQS.Model;
        using Nest;

        class Orders(IAmazonSQS queue, IAmazonDynamoDB table, IElasticClient search)
        {
            async Task Send(SendMessageBatchRequest letters, BatchWriteItemRequest rows, BulkRequest documents)
            {
                await [|queue.SendMessageBatchAsync(letters)|];
                var written = await [|table.BatchWriteItemAsync(rows)|];
                Console.WriteLine(written.HttpStatusCode);
                var indexed = await [|search.BulkAsync(documents)|];
                Console.WriteLine(indexed.Took);
            }
        }
        """,
        """
        using Amazon.DynamoDBv2;
        using Amazon.DynamoDBv2.Model;
        using Amazon.SQS;
        using Amazon.SQS.Model;
        using Nest;

        class Orders(IAmazonSQS queue, IAmazonDynamoDB table, IElasticClient search)
        {
            async Task Send(SendMessageBatchRequest letters, BatchWriteItemRequest rows, BulkRequest documents)
            {
                var response = await queue.SendMessageBatchAsync(letters);
                if (response.Failed is { Count: > 0 })
                {
                    throw new System.InvalidOperationException("Part of the batch failed.");
                }
                var written = await table.BatchWriteItemAsync(rows);
                if (written.UnprocessedItems is { Count: > 0 })
                {
                    throw new System.InvalidOperationException("Part of the batch failed.");
                }

                Console.WriteLine(written.HttpStatusCode);
                var indexed = await search.BulkAsync(documents);
                if (indexed.Errors)
                {
                    throw new System.InvalidOperationException("Part of the batch failed.");
                }

                Console.WriteLine(indexed.Took);
            }
        }
        """);

    [Fact]
    public Task No_fix_is_offered_for_a_page() => Rule.OffersNoFix("""
        using Amazon.DynamoDBv2;
        using Amazon.DynamoDBv2.Model;

        class Orders(IAmazonDynamoDB table)
        {
            async Task<int> Count(QueryRequest all)
            {
                var page = await [|table.QueryAsync(all)|];
                return page.Items.Count;
            }
        }
        """);

    [Fact]
    public Task A_page_taken_for_the_whole_is_information() => Rule.ReportsAs(DiagnosticSeverity.Info, """
        using Amazon.DynamoDBv2;
        using Amazon.DynamoDBv2.Model;

        class Orders(IAmazonDynamoDB table)
        {
            async Task<int> Count(QueryRequest all) => (await [|table.QueryAsync(all)|]).Items.Count;
        }
        """);

    [Fact]
    public Task A_result_that_is_read_returned_or_handed_on_is_fine() => Rule.StaysSilent("""
        using Amazon.DynamoDBv2;
        using Amazon.DynamoDBv2.Model;
        using Amazon.SQS;
        using Amazon.SQS.Model;

        class Orders(IAmazonSQS queue, IAmazonDynamoDB table)
        {
            SendMessageBatchResponse? _last;

            async Task<SendMessageBatchResponse> Send(SendMessageBatchRequest letters, QueryRequest all)
            {
                var sent = await queue.SendMessageBatchAsync(letters);
                if (sent.Failed.Count > 0)
                    throw new InvalidOperationException();
                _last = await queue.SendMessageBatchAsync(letters);
                QueryResponse page;
                do
                {
                    page = await table.QueryAsync(all);
                    all.ExclusiveStartKey = page.LastEvaluatedKey;
                }
                while (page.LastEvaluatedKey?.Count > 0);
                return await queue.SendMessageBatchAsync(letters);
            }
        }
        """);
}

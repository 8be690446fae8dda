// Written for AWSSDK.SimpleNotificationService 4.0 from code that implements its interface.
namespace Amazon.SimpleNotificationService
{
    public interface IAmazonSimpleNotificationService
    {
        Task<Model.PublishResponse> PublishAsync(string topicArn, string message, CancellationToken cancellationToken = default);

        Task<Model.PublishResponse> PublishAsync(string topicArn, string message, string subject, CancellationToken cancellationToken = default);

        Task<Model.PublishResponse> PublishAsync(Model.PublishRequest request, CancellationToken cancellationToken = default);

        Task<Model.PublishBatchResponse> PublishBatchAsync(Model.PublishBatchRequest request, CancellationToken cancellationToken = default);
    }
}

namespace Amazon.SimpleNotificationService.Model
{
    public class PublishRequest
    {
        public string? TopicArn { get; set; }

        public string? Message { get; set; }

        public string? MessageGroupId { get; set; }
    }

    public class PublishResponse;

    public class PublishBatchRequest;

    public class PublishBatchResponse
    {
        public List<string>? Failed { get; set; }
    }
}

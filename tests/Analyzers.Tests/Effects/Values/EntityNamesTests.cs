using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Values;

public sealed class EntityNamesTests
{
    [Theory]
    [InlineData("OrderLine", "order line")]
    [InlineData("OrderLine[]", "order line")]
    [InlineData("IRepository<OrderLine>", "order line")]
    [InlineData("System.Collections.Generic.Dictionary<int, OrderLine>", "order line")]
    [InlineData("IOrderLineRepository", "order line")]
    [InlineData("UpdateOrderLineCommand", "order line")]
    [InlineData("System.Threading.CancellationToken", "")]
    [InlineData("string", "")]
    [InlineData("int", "")]
    [InlineData("ICommand", "")]
    public void A_type_speaks_of_the_entity_that_it_is_or_serves(string type, string expected) => Assert.Equal(expected, string.Join(", ", EntityNames.In(Operations.Of(
        $"object? o = [|default({type})|];",
        "class OrderLine; class UpdateOrderLineCommand; interface ICommand; interface IOrderLineRepository; interface IRepository<T>;").Type).Select(words => string.Join(" ", words))));
}

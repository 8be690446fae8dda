namespace DistPatterns.Runtime.Tests.Declarations;

public sealed class TablesTests
{
    [Fact]
    public void Every_use_case_stands_in_its_table_once() =>
        Assert.Equal(Enum.GetValues<UseCase>(), UseCases.All.Select(n => n.UseCase));

    [Fact]
    public void Every_store_has_a_setting_and_no_setting_stands_twice()
    {
        Assert.All(Enum.GetValues<DataStore>(), store => Assert.NotEmpty(Stores.Of(store)));
        Assert.Distinct(Stores.All.Select(s => (s.Store, s.Setting)));
    }

    [Fact]
    public void Every_cell_names_a_source()
    {
        IEnumerable<Citation> sources =
        [
            .. Stores.All.SelectMany(s => new[] { s.OnPartition.Source, s.Otherwise.Source, s.Level.Source, s.HowToSet.Source }),
            .. UseCases.All.SelectMany(n => n.Examples.Select(e => e.Source).Prepend(n.Model.Source)),
        ];

        Assert.All(UseCases.All, n => Assert.NotEmpty(n.Examples));
        Assert.All(sources, source =>
        {
            Assert.NotEmpty(source.Title);
            Assert.Equal(Uri.UriSchemeHttps, new Uri(source.Url).Scheme);
        });
    }

    [Fact]
    public void No_setting_that_answers_on_both_sides_of_a_partition_is_called_strong() =>
        Assert.DoesNotContain(Stores.All, s => s.OnPartition.Value == CapChoice.Availability && s.Level.Value == ConsistencyModel.Strong);

    [Fact]
    public void No_setting_that_answers_before_its_replicas_agree_is_called_strong() =>
        Assert.DoesNotContain(Stores.All, s => s.Otherwise.Value == ElseChoice.Latency && s.Level.Value == ConsistencyModel.Strong);

    [Theory]
    [InlineData(DataStore.Spanner, "PC/EC")]
    [InlineData(DataStore.DynamoDb, "PA/EL")]
    [InlineData(DataStore.Cassandra, "PA/EL")]
    public void The_default_of_a_store_comes_first_and_has_the_class_that_the_field_gives_it(DataStore store, string pacelc) =>
        Assert.Equal(pacelc, Stores.Of(store).First().Pacelc);

    [Fact]
    public void The_settings_that_keep_a_promise_are_found()
    {
        Assert.Equal(["linearizable"], Stores.Keeping(ConsistencyModel.Strong, DataStore.MongoDb).Select(s => s.Setting));
        Assert.Equal(["linearizable", "causally consistent session"], Stores.Keeping(ConsistencyModel.Causal, DataStore.MongoDb).Select(s => s.Setting));
        Assert.Empty(Stores.Keeping(ConsistencyModel.Strong, DataStore.Redis));
        Assert.Contains(Stores.Keeping(ConsistencyModel.Strong), s => s.Store == DataStore.Spanner);
    }
}

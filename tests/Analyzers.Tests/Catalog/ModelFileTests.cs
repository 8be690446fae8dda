using DistPatterns.Catalog;

namespace DistPatterns.Tests.Catalog;

/// <summary>The grammar of docs/models.md, word by word, and what is said of a line that does not follow it.</summary>
public sealed class ModelFileTests
{
    [Fact]
    public void A_line_gives_a_row_for_each_of_its_members()
    {
        var rows = Parse("call  Take|TryTake  lock-acquire must-test  key=name  # ours");

        Assert.Equal(["Take", "TryTake"], rows.Select(r => r.Member));
        var expected = (RowKind.Call, Effect.LockAcquire, Trait.MustTest, "name");
        Assert.All(rows, r => Assert.Equal(expected, (r.Kind, r.Effects, r.Traits, r.ParameterFor(Role.Key))));
    }

    [Theory]
    [InlineData("ms", 1)]
    [InlineData("s", 1_000)]
    [InlineData("min", 60_000)]
    public void A_number_that_is_a_length_of_time_has_a_unit(string unit, int milliseconds)
    {
        var wait = Parse($"call  Wait  timeout=limit:{unit}  cancel=stop").Single();

        Assert.Equal(new RoleParameter("limit", TimeSpan.FromMilliseconds(milliseconds)), wait.Roles[Role.Timeout]);
        Assert.Null(wait.Roles[Role.Cancel].Unit);
    }

    [Theory]
    [InlineData("retries(3)", "Retries", "3")]
    [InlineData("retries(retryCount)", "Retries", "retryCount")]
    [InlineData("retries(endless)", "Retries", "endless")]
    [InlineData("must-read(Failed)", "MustRead", "Failed")]
    [InlineData("must-read(Errors, ItemsWithErrors)", "MustRead", "Errors", "ItemsWithErrors")]
    [InlineData("when(return=AsyncUnaryCall|Task)", "When", "return=AsyncUnaryCall|Task")]
    [InlineData("default(100s)", "Default", "100s")]
    public void A_clause_has_its_arguments(string clause, string kind, params string[] arguments) =>
        Assert.Equal(arguments, Parse($"call  Go  {clause}").Single().Arguments(Enum.Parse<ClauseKind>(kind)));

    [Theory]
    [InlineData("call  *        remote-call", true)]
    [InlineData("call  *Async   remote-call", true)]
    [InlineData("attribute      remote-call", true)]
    [InlineData("call  Send     remote-call", false)]
    [InlineData("new            client", false)]
    public void A_row_may_speak_of_members_that_its_library_does_not_declare(string line, bool ofOthers) =>
        Assert.Equal((ofOthers, false), (Parse(line).Single().IsOfOthers, Parse(line).Single().IsConvention));

    [Theory]
    [InlineData("cal  Go  publish", 1, "expected a section '[Type]' or one of attribute, call, handler, new, option, value")]
    [InlineData("call", 1, "expected the name of a member after 'call'")]
    [InlineData("call  Go  published", 11, "expected an effect (ack, begin, cache-read, cache-remove,")]
    [InlineData("call  Go  while(x)", 11, "expected one of after, before, bypasses, covers, declares, default,")]
    [InlineData("call  Go  when(x)", 11, "expected when(parameter=Value), or when(parameter=A|B)")]
    [InlineData("call  Go  retries()", 11, "expected an argument between '(' and ')'")]
    [InlineData("call  Go  waits=limit", 11, "expected one of cancel, condition,")]
    [InlineData("call  Go  timeout=", 11, "expected the name of a parameter after '='")]
    [InlineData("call  Go  timeout=:ms", 11, "expected the name of a parameter after '='")]
    [InlineData("call  Go  timeout=limit:hours", 11, "expected one of min, ms, s after ':'")]
    [InlineData("option  *Timeout  default(1s)", 9, "expected a name: only of calls may several be meant at once")]
    public void A_line_that_cannot_be_read_says_where_and_what_was_expected(string line, int column, string message)
    {
        var model = ModelFile.Parse($"[Acme.Bus]\n{line}\ncall  Stop  neutral\n", "Acme.distpatterns.model");

        var error = Assert.Single(model.Errors);
        Assert.Equal((2, column), (error.Line, error.Column));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(["Stop"], model.Rows.Select(r => r.Member)); // the others count
    }

    private static IReadOnlyList<Row> Parse(string line)
    {
        var model = ModelFile.Parse($"[Acme.Bus]\n{line}\n", "Acme.distpatterns.model");
        Assert.Empty(model.Errors);
        return model.Rows;
    }
}

using DistPatterns.Catalog;
using DistPatterns.Rules.Coordination;
using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistPatterns.Tests.Catalog;

/// <summary>What a member of the user's own declares with <c>[Effect]</c> counts like a row of a model.</summary>
public sealed class DeclaredEffectsTests
{
    private const string Shop = """
        using DistPatterns;

        public interface ILedger { [Effect(EffectKinds.Commit)] Task Post(object entry); }
        public interface IPost { [Effect(EffectKinds.Publish, Message = nameof(what))] Task Drop(object what); }
        public interface ITurnstile
        {
            [Effect(EffectKinds.LockAcquire, Key = nameof(name), Ttl = nameof(time), MustTest = true)]
            Task<bool> Enter(string name, TimeSpan time);
        }
        public interface IEventBus { [Effect(EffectKinds.None)] Task PublishAsync(object message); Task Flush(); }

        """;

    [Fact]
    public Task Two_declared_ends_are_a_dual_write_as_two_modelled_ones_are() => With(RuleTest.Of<DualWrite>()).ReportsInEditor(Shop + """
        class Checkout(ILedger ledger, IPost post)
        {
            public async Task Pay(object order)
            {
                await ledger.Post(order);
                await post.[|Drop|](order);
            }
        }
        """);

    [Fact]
    public Task A_declared_lock_must_be_tested() => With(RuleTest.Of<LockResultIgnored>()).Reports(Shop + """
        class Gate(ITurnstile turnstile)
        {
            public async Task Pass()
            {
                await [|turnstile.Enter("a", TimeSpan.FromSeconds(1))|];
                if (await turnstile.Enter("b", TimeSpan.FromSeconds(1))) { }
            }
        }
        """);

    [Fact]
    public Task An_attribute_of_the_same_name_elsewhere_declares_nothing() => RuleTest.Of<DualWrite>().StaysSilent("""
        [AttributeUsage(AttributeTargets.Method)] class EffectAttribute(int kinds) : Attribute { public int Kinds => kinds; }
        public interface ILedger { [Effect(2)] void Post(); [Effect(8)] void Drop(); }
        class Checkout(ILedger ledger) { public void Pay() { ledger.Post(); ledger.Drop(); } }
        """);

    [Fact]
    public void A_member_of_another_assembly_that_compiled_the_declarations_in_is_read_with_its_roles()
    {
        var library = Compile("library", "using System; using System.Threading.Tasks; " + Shop);
        using var image = new MemoryStream();
        Assert.Equal([], library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        var user = CSharpCompilation.Create("user", references: [.. Modelled.References, MetadataReference.CreateFromStream(image)]);
        var declared = new DeclaredEffects(user);
        var row = declared.Find(Method(user, "ITurnstile", "Enter"))!;

        Assert.Equal(("ITurnstile", "Enter", Effect.LockAcquire, Trait.MustTest), (row.Type, row.Member, row.Effects, row.Traits));
        Assert.Equal([(Role.Ttl, "time"), (Role.Key, "name")], row.Roles.Select(r => (r.Key, r.Value.Name)).Order());
        Assert.Same(row, declared.Find(Method(user, "ITurnstile", "Enter")));
        Assert.Equal(Effect.None, declared.Find(Method(user, "IEventBus", "PublishAsync"))!.Effects); // a row all the same: its name is not asked
        Assert.Null(declared.Find(Method(user, "IEventBus", "Flush")));
    }

    [Fact]
    public void The_attribute_speaks_the_vocabulary_of_the_models()
    {
        var declarations = Compile("declarations");
        var kinds = declarations.GetTypesByMetadataName("DistPatterns.EffectKinds")[0].GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue);
        var arguments = declarations.GetTypesByMetadataName("DistPatterns.EffectAttribute")[0].GetMembers().OfType<IPropertySymbol>().Where(p => p.SetMethod is not null);

        Assert.Equal(Enum.GetValues<Effect>().Select(e => (e.ToString(), (long)e)), kinds.Select(k => (k.Name, (long)k.ConstantValue!)));
        Assert.All(arguments, a => Assert.True(a.Type.SpecialType == SpecialType.System_String ? Enum.TryParse<Role>(a.Name, out _) : Enum.TryParse<Trait>(a.Name, out _), a.Name));
    }

    private static RuleTest With(RuleTest rule) => Declarations.Aggregate(rule, (test, file) => test.With(Path.GetFileName(file), File.ReadAllText(file)));

    private static CSharpCompilation Compile(string name, params string[] more) => CSharpCompilation.Create(name,
        Declarations.Select(File.ReadAllText).Select(t => t.Replace("public sealed class", "internal sealed class").Replace("public enum", "internal enum")).Concat(more).Select(t => CSharpSyntaxTree.ParseText(t)),
        Modelled.References, new(OutputKind.DynamicallyLinkedLibrary));

    private static IEnumerable<string> Declarations =>
        new[] { "EffectKinds.cs", "EffectAttribute.cs" }.Select(f => Testing.Repository.PathOf("src", "Runtime", "Data", "Declarations", f));

    private static IMethodSymbol Method(Compilation compilation, string type, string name) =>
        compilation.GetTypesByMetadataName(type)[0].GetMembers(name).OfType<IMethodSymbol>().Single();
}

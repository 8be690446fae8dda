using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace DistPatterns.Outbox;

/// <summary>Puts <see cref="OutboxMessage"/> into the model, without a table: neither migrations nor <c>EnsureCreated</c> see it.</summary>
/// <remarks>It comes when the model is finalized, so that <c>OnModelCreating</c> cannot give it a table in a loop over all entities.</remarks>
internal sealed class OutboxModel : IConventionSetPlugin, IModelFinalizingConvention
{
    public ConventionSet ModifyConventions(ConventionSet conventionSet)
    {
        conventionSet.ModelFinalizingConventions.Insert(0, this);
        return conventionSet;
    }

    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var entity = modelBuilder.Entity(typeof(OutboxMessage), fromDataAnnotation: true)!;
        entity.ToTable(null, fromDataAnnotation: true);
        entity.Ignore(nameof(OutboxMessage.Envelope), fromDataAnnotation: true);
        var number = entity.Property(typeof(long), nameof(OutboxMessage.Number), fromDataAnnotation: true)!;
        number.ValueGenerated(ValueGenerated.Never, fromDataAnnotation: true);
        entity.PrimaryKey([number.Metadata], fromDataAnnotation: true);
    }
}

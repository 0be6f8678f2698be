using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3005: a lock handle that is dropped, or not disposed on all paths.</summary>
internal sealed class UndisposedHandle() : ReleaseRule<ReleaseVerdict.Undisposed>(Described)
{
    public const string Id = "LOCK3005";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Lock handle is not disposed",
        "The lock handle that '{0}' returns {1}; use 'using'",
        Category.Release,
        DiagnosticSeverity.Warning,
        "The lock is held until its handle is disposed. A handle that is dropped keeps the lock until the garbage collector finalizes it."
    );

    protected override Diagnostic Report(LockCallFacts call, ReleaseVerdict.Undisposed verdict) =>
        Report(
            call.Site.Syntax.GetLocation(),
            new ReleaseFixData { Story = ImmutableArray.Create(verdict.Exit.Location) },
            call.Name,
            call.Closings.IsEmpty ? "is never disposed"
                : IsClosingBrace(verdict.Exit.Location) ? "is not disposed when the method ends"
                : verdict.Exit.Kind == ExitKind.Return ? $"is not disposed when line {LineOf(verdict.Exit.Location)} leaves the method"
                : $"is not disposed when line {LineOf(verdict.Exit.Location)} throws"
        );
}

using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Declaration;

/// <summary>LOCK5004: LockFileEx on an asynchronous handle, whose lock is still pending when the code goes on.</summary>
internal sealed class LockLeftPending() : HandleRule<HandleVerdict.LeftPending>(Described)
{
    public const string Id = "LOCK5004";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Pending lock is given up",
        "'{0}' may return with the lock still pending (ERROR_IO_PENDING), {1}; wait for it with GetOverlappedResult",
        Category.Declaration,
        DiagnosticSeverity.Warning,
        "On a handle that was opened for asynchronous I/O, a lock that has to wait is granted later: until then the system owns the OVERLAPPED."
    );

    protected override Diagnostic Report(LockCallFacts call, HandleVerdict.LeftPending verdict)
    {
        var opening = verdict.Opening?.Syntax.GetLocation();
        return Report(
            call.Site.Syntax.GetLocation(),
            DeclarationFixData.None with
            {
                Story = opening is null ? ImmutableArray<Location>.Empty : ImmutableArray.Create(opening),
            },
            call.Name,
            verdict.IsExpected
                ? "but the OVERLAPPED ends with this method"
                : $"because the file opened at line {LineOf(opening!)} is asynchronous, and that is taken for failure"
        );
    }
}

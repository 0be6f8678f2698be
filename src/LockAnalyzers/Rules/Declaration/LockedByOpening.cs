using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Declaration;

/// <summary>LOCK5003: flock on the descriptor of a file that .NET holds a shared flock on already.</summary>
internal sealed class LockedByOpening() : HandleRule<HandleVerdict.LockedByOpening>(Described)
{
    public const string Id = "LOCK5003";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "flock on a file that .NET has locked already",
        "On Unix, .NET opens the file at line {0} with a shared flock of its own: while another process holds the lock, the opening throws and '{1}' is never reached; catch that, or open the file by open(2)",
        Category.Declaration,
        DiagnosticSeverity.Warning,
        "FileStream and File.OpenHandle take a shared flock for every FileShare but None, and throw an IOException while somebody holds an exclusive one."
    );

    protected override Diagnostic Report(LockCallFacts call, HandleVerdict.LockedByOpening verdict)
    {
        var opening = verdict.Opening.Syntax.GetLocation();
        return Report(
            call.Site.Syntax.GetLocation(),
            DeclarationFixData.None with
            {
                Story = ImmutableArray.Create(opening),
            },
            LineOf(opening),
            call.Name
        );
    }
}

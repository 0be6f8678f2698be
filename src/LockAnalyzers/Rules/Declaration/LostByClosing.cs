using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Declaration;

/// <summary>LOCK5005: a lock that the process owns, dropped when the same body closes the same file.</summary>
internal sealed class LostByClosing() : HandleRule<HandleVerdict.LostByClosing>(Described)
{
    public const string Id = "LOCK5005";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Record lock is lost when the file is closed elsewhere",
        "On Unix, the lock that '{0}' takes belongs to the process and ends at line {1}, where the same file is opened and closed again; use the locked file itself, or an OFD lock",
        Category.Declaration,
        DiagnosticSeverity.Warning,
        "Record locks (fcntl, lockf, FileStream.Lock) belong to the process: closing any descriptor of the file drops them all."
    );

    protected override Diagnostic Report(LockCallFacts call, HandleVerdict.LostByClosing verdict)
    {
        var closing = verdict.Closing.Syntax.GetLocation();
        return Report(
            call.Site.Syntax.GetLocation(),
            DeclarationFixData.None with
            {
                Story = ImmutableArray.Create(closing),
            },
            call.Name,
            LineOf(closing)
        );
    }
}

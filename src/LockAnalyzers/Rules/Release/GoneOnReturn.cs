using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3010: a lock that is already gone when the caller is told that it holds it.</summary>
internal sealed class GoneOnReturn() : ReleaseRule<ReleaseVerdict.GoneOnReturn>(Described)
{
    public const string Id = "LOCK3010";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Lock is gone before the caller has it",
        "The lock that '{0}' takes ends when '{1}' returns, because line {2} closes the file; keep the file open as long as the lock is needed",
        Category.Release,
        DiagnosticSeverity.Warning,
        "The method tells its caller that it took the lock, and closes the locked file itself, in a using or with a reader or writer over it. The lock ends with the file."
    );

    protected override Diagnostic Report(LockCallFacts call, ReleaseVerdict.GoneOnReturn verdict)
    {
        var (member, closing) = (LockIndex.OuterMember(call.Member), verdict.Closing.Syntax.GetLocation());
        return Report(
            call.Site.Syntax.GetLocation(),
            new ReleaseFixData { Story = ImmutableArray.Create(closing) },
            call.Name,
            member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? member.ContainingType.Name : LockIndex.SimpleName(member),
            LineOf(closing)
        );
    }
}

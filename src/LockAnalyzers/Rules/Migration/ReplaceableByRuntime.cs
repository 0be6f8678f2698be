using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Migration;

/// <summary>LOCK6001: a lock that is written out, in a project that refers to FileLock.Runtime.</summary>
internal sealed class ReplaceableByRuntime() : Rule(Described)
{
    public const string Id = "LOCK6001";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Lock can be one of FileLock.Runtime",
        "The lock that '{0}' takes is written out; use {1}",
        Category.Migration,
        DiagnosticSeverity.Info,
        "The project refers to FileLock.Runtime, which takes and releases such a lock on every system, with timeouts and errors that say what went wrong."
    );

    protected override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context)
    {
        if (!context.RefersToRuntime)
            yield break;

        foreach (var call in body.Calls)
        {
            if (HandWrittenLock.Of(call) is { } written)
                yield return Report(
                    call.Site.Syntax.GetLocation(),
                    new MigrationFixData
                    {
                        Releases = written.Releases.Select(release => release.GetLocation()).ToImmutableArray(),
                        Opening = written.Opening?.GetLocation(),
                        IsShared = call.Request.Exclusivity == Exclusivity.Shared,
                    },
                    call.Name,
                    written.Opening is null ? "HandleLock" : "FileLock.Acquire"
                );
        }
    }
}

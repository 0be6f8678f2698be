using LockAnalyzers.Judgement;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3007: the lock file is deleted on release.</summary>
internal sealed class DeletesLockFile() : Rule(Described)
{
    public const string Id = "LOCK3007";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Lock file deleted on release",
        "'{0}' deletes the lock file: who waits on this one and who creates a new one will both hold the lock; leave the file where it is",
        Category.Release,
        DiagnosticSeverity.Warning,
        "A waiter gets its lock on the deleted file while a newcomer creates and locks another under the same name."
    );

    public override IEnumerable<Diagnostic> JudgeFile(SyntaxTree file, RuleContext context) =>
        context.LockFileDeletionsIn(file).Select(deletion => Diagnostic.Create(Descriptor, deletion.GetLocation(), deletion.ToString()));
}

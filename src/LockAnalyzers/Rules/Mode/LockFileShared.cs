using LockAnalyzers.Judgement;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>LOCK1007: a file opened as a lock with a FileShare other than None.</summary>
internal sealed class LockFileShared() : Rule(Described)
{
    public const string Id = "LOCK1007";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Lock file opened with a share that excludes nobody",
        "'{0}' is opened as a lock, but {1} keeps nobody out on Unix; use FileShare.None",
        Category.Mode,
        DiagnosticSeverity.Warning,
        "On Unix, .NET locks an open file exclusively for FileShare.None alone; for every other share any number of processes open it at once."
    );

    public override IEnumerable<Diagnostic> JudgeFile(SyntaxTree file, RuleContext context) =>
        context
            .SharedLockFilesIn(file)
            .Select(lockFile => Diagnostic.Create(Descriptor, lockFile.Share.GetLocation(), lockFile.Name, lockFile.Share.ToString()));
}

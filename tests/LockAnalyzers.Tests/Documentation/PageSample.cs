using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers.Tests.Documentation;

/// <summary>
/// A C# block of a page. Around it is what most samples need: the usual usings, the lock functions with their constants, FileLocking, and
/// <c>var overlapped = new NativeOverlapped();</c>. The rest is in a comment before it, line by line: <c>class DirectoryLock</c> names the
/// type around it; a line that is the head of a method makes that the method around it; all others are members beside it.
/// <code>
/// &lt;!-- in:
/// static void Save(SafeFileHandle file, List&lt;string&gt; entries)
/// static void Write(List&lt;string&gt; entries) => entries.Clear();
/// --&gt;
/// </code>
/// </summary>
internal sealed record PageSample(string Section, int Line, string? Context, string Code)
{
    private const string Functions = """

        static class MoreNative
        {
            [DllImport("libc", SetLastError = true)]
            public static extern int flock(int file, int operation);

            [DllImport("libc", SetLastError = true)]
            public static extern int close(int file);
        }
        """;

    /// <summary>What a sample without a context may use: names that speak for themselves.</summary>
    private static readonly string[] s_usual =
    [
        "static void Sample(SafeFileHandle handle, SafeFileHandle file, int fd, string path, FileStream stream, Action work)",
        "static void Sample(SafeFileHandle handle, FileStream file, int fd, string path, FileStream fs, Action action)",
    ];

    /// <summary>The ids that are reported in it, or what the compiler has against it.</summary>
    public async Task<(ImmutableArray<string> Ids, string? Problem)> JudgeAsync()
    {
        string? problem = null;
        foreach (var context in Context is null ? s_usual : [Context])
        {
            var compilation = CSharpCompilation.Create(
                "sample",
                [CSharpSyntaxTree.ParseText(Around(context))],
                await JudgedCode.References,
                new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
            );
            var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
            if (errors.Count == 0)
            {
                var reported = await compilation.WithAnalyzers([new LockUsageAnalyzer()]).GetAnalyzerDiagnosticsAsync();
                return ([.. reported.Select(diagnostic => diagnostic.Id).Distinct().Order()], null);
            }

            problem ??= string.Join('\n', errors.Take(3).Select(error => error.ToString()));
        }

        return ([], problem);
    }

    private string Around(string context)
    {
        var lines = context.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var type =
            lines.FirstOrDefault(line => line.StartsWith("class ", StringComparison.Ordinal) && !line.Contains('{')) ?? "class Sample";
        var method = lines.FirstOrDefault(line => line.EndsWith(')'));
        var members = string.Join('\n', lines.Where(line => line != type && line != method));
        return $$"""
            using static Native;
            using static MoreNative;
            using System.Text;
            using FileLocking;
            {{LockCode.Usings}}
            {{(IsUnit ? Code : $"{type}\n{{\n{members}\n{(IsMembers || method is null ? Code : $"{method}\n{{\n{Body(method)}\n}}")}\n}}")}}
            {{LockCode.Native}}
            {{Functions}}
            """;
    }

    private string Body(string method) =>
        (Code.Contains("ref overlapped", StringComparison.Ordinal) ? "var overlapped = new NativeOverlapped();\n" : "")
        + Code
        + (
            method.Contains("void ", StringComparison.Ordinal) || method.Contains("async Task ", StringComparison.Ordinal)
                ? ""
                : "\nreturn default;"
        );

    private bool IsUnit => Parsed(Code).Members.Any(member => member is BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax);

    /// <summary>Statements parse as a top-level program, members as the body of a class; local functions are taken for members.</summary>
    private bool IsMembers => !Parsed($"class C\n{{\n{Code}\n}}").ContainsDiagnostics;

    private static CompilationUnitSyntax Parsed(string code) => (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(code).GetRoot();
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>Files beside the code, and the code in other files.</summary>
internal static class OtherFiles
{
    public const string WithWrongLocks = """
        namespace Aside
        {
            using System.IO;
            using System.Runtime.InteropServices;
            using System.Threading;
            using Microsoft.Win32.SafeHandles;

            internal sealed class RosterStore
            {
                [DllImport("kernel32", SetLastError = true)]
                static extern bool LockFileEx(System.IntPtr file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

                [DllImport("kernel32", SetLastError = true)]
                private static extern bool UnlockFileEx(System.IntPtr file, uint reserved, uint low, uint high, ref NativeOverlapped at);

                [DllImport("libc", SetLastError = true)]
                private static extern int flock(int descriptor, int operation);

                internal static void WriteExclusively(FileStream roster, byte[] rows)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(roster.SafeFileHandle.DangerousGetHandle(), 1, 0, 1, 0, ref at))
                        throw new IOException("locked");
                    roster.Write(rows, 0, rows.Length);
                    UnlockFileEx(roster.SafeFileHandle.DangerousGetHandle(), 0, 2, 0, ref at);
                }

                internal static bool TryEnter(int descriptor) => flock(descriptor, 1) == 0;

                internal static void Append(FileStream roster, byte[] rows)
                {
                    roster.Lock(0, 1);
                    roster.Write(rows, 0, rows.Length);
                    roster.Unlock(0, 1);
                }
            }
        }
        """;

    public const string WithRightLocks = """
        namespace Aside
        {
            using System.IO;
            using System.Runtime.InteropServices;
            using System.Threading;
            using Microsoft.Win32.SafeHandles;

            internal sealed class MenuStore
            {
                private const uint LOCKFILE_EXCLUSIVE_LOCK = 2;

                [DllImport("kernel32", SetLastError = true)]
                static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

                [DllImport("kernel32", SetLastError = true)]
                private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped at);

                internal static void Write(FileStream menu, byte[] rows)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(menu.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref at))
                        throw new IOException("locked", Marshal.GetHRForLastWin32Error());
                    try
                    {
                        menu.Write(rows, 0, rows.Length);
                        menu.Flush();
                    }
                    finally
                    {
                        if (!UnlockFileEx(menu.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref at))
                            throw new IOException("locked for ever", Marshal.GetHRForLastWin32Error());
                    }
                }
            }
        }
        """;

    /// <summary>Each type of a namespace in a file of its own, the last first.</summary>
    public static IReadOnlyList<SyntaxTree>? OneForEachType(CSharpCompilation compilation)
    {
        var files = (
            from tree in compilation.SyntaxTrees
            let root = (CompilationUnitSyntax)tree.GetRoot()
            from part in PartsOf(root)
            select JudgedCode.Parse(part.ToFullString(), tree.FilePath)
        ).ToList();
        files.Reverse();
        return files.Count > 1 ? files : null;
    }

    /// <summary>Each class in two files: the first half of its methods, and the other half.</summary>
    public static IReadOnlyList<SyntaxTree>? TwoForEachType(CSharpCompilation compilation)
    {
        var trees = new List<SyntaxTree>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            var root = (CompilationUnitSyntax)tree.GetRoot();
            var halves = root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .OfType<ClassDeclarationSyntax>()
                .Select(type => (Type: type, Moved: MethodsOf(type).Skip((MethodsOf(type).Count() + 1) / 2).ToImmutableArray()))
                .Where(half => !half.Moved.IsEmpty && !half.Type.ChildNodes().OfType<ParameterListSyntax>().Any())
                .ToList();
            if (halves.Count == 0 || root.ContainsDirectives)
            {
                trees.Add(tree);
                continue;
            }

            var moved = halves.ToDictionary(half => half.Type, half => half.Moved);
            trees.Add(JudgedCode.Parse(root.ReplaceNodes(moved.Keys, (type, _) => First(type, moved[type])).ToFullString(), tree.FilePath));
            var others = root.ReplaceNodes(moved.Keys, (type, _) => Second(type, moved[type]));
            var kept = others.RemoveNodes(
                others
                    .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                    .Where(node => node is MemberDeclarationSyntax and not BaseNamespaceDeclarationSyntax && !node.HasAnnotation(s_half)),
                SyntaxRemoveOptions.KeepNoTrivia
            )!;
            trees.Insert(0, JudgedCode.Parse(WithoutGlobals(kept).ToFullString(), tree.FilePath + ".2"));
        }

        return trees.Count > compilation.SyntaxTrees.Length ? trees : null;
    }

    private static readonly SyntaxAnnotation s_half = new();

    private static IEnumerable<MethodDeclarationSyntax> MethodsOf(ClassDeclarationSyntax type) =>
        type.Members.OfType<MethodDeclarationSyntax>();

    private static ClassDeclarationSyntax First(ClassDeclarationSyntax type, ImmutableArray<MethodDeclarationSyntax> moved) =>
        Partial(type.RemoveNodes(moved, SyntaxRemoveOptions.KeepNoTrivia)!);

    private static ClassDeclarationSyntax Second(ClassDeclarationSyntax type, ImmutableArray<MethodDeclarationSyntax> moved) =>
        Partial(
                type.WithMembers(SyntaxFactory.List<MemberDeclarationSyntax>(moved))
                    .WithAttributeLists(default)
                    .WithBaseList(null)
                    .WithConstraintClauses(default)
            )
            .WithAdditionalAnnotations(s_half);

    private static ClassDeclarationSyntax Partial(ClassDeclarationSyntax type) =>
        type.Modifiers.Any(SyntaxKind.PartialKeyword)
            ? type
            : type.WithModifiers(
                    type.Modifiers.Add(
                        SyntaxFactory
                            .Token(SyntaxKind.PartialKeyword)
                            .WithLeadingTrivia(SyntaxFactory.Space)
                            .WithTrailingTrivia(SyntaxFactory.Space)
                    )
                )
                .WithKeyword(type.Keyword.WithLeadingTrivia(SyntaxFactory.Space));

    /// <summary>The file once for each of its types, with no other type in it.</summary>
    private static IEnumerable<CompilationUnitSyntax> PartsOf(CompilationUnitSyntax root)
    {
        var types = root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .ToList();
        if (types.Count < 2 || root.ContainsDirectives || types.Exists(IsFileLocal))
            return [root];

        return types.Select(
            (kept, i) =>
            {
                var part = root.RemoveNodes(types.Where(type => type != kept), SyntaxRemoveOptions.KeepNoTrivia)!;
                return i == 0 ? part : WithoutGlobals(part);
            }
        );
    }

    private static bool IsFileLocal(SyntaxNode type) =>
        type is BaseTypeDeclarationSyntax declaration && declaration.Modifiers.Any(modifier => modifier.Text == "file");

    private static CompilationUnitSyntax WithoutGlobals(CompilationUnitSyntax root) =>
        root.WithAttributeLists(default)
            .WithUsings(SyntaxFactory.List(root.Usings.Where(@using => !@using.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword))));
}

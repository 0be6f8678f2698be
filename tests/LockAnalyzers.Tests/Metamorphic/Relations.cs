using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>The relations, by what they change.</summary>
internal static class Relations
{
    public static IReadOnlyList<Relation> All { get; } =
    [
        new("wrong locks in another file", rewriting => rewriting.Add(OtherFiles.WithWrongLocks)),
        new("right locks in another file", rewriting => rewriting.Add(OtherFiles.WithRightLocks)),
        new("files in another order, one for each type", OtherFiles.OneForEachType),
        new("types in two parts", OtherFiles.TwoForEachType),
        new("DllImport to LibraryImport", Declarations.LibraryImports),
        new("numbers to constants", Numbers.ToConstants, Reading.Constants),
        new("constants to numbers", Numbers.FromConstants, Reading.Constants),
        new("numbers to enums", Numbers.ToEnums, Reading.Constants),
        new("var to types", Locals.Typed),
        new("names that say nothing", Locals.Renamed, Reading.Names),
        new("using declarations to using statements", Usings.ToStatements),
        new("using statements to try and finally", Usings.ToFinally),
        new("blocks to expression bodies", Bodies.ToExpressions),
        new("expression bodies to blocks", Bodies.ToBlocks),
        new("methods to async methods", Bodies.ToAsync),
        new("throws to a throw helper", Bodies.ToThrowHelper),
        new("native calls behind a one-line helper", Declarations.Helpers, Reading.Calls),
        new("handles through a local", Handles.ThroughLocal, Reading.Calls),
        new("handles through a field", Handles.ThroughField, Reading.Calls),
        new("handles through a property", Handles.ThroughProperty, Reading.Calls),
    ];

    /// <summary>The declarations of native methods, by DllImport or LibraryImport.</summary>
    public static bool IsNative(IMethodSymbol method) =>
        method.GetDllImportData() is not null
        || method.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "LibraryImportAttribute" or "DllImportAttribute" });

    /// <summary>The calls of native methods that are declared in the source.</summary>
    public static IEnumerable<(InvocationExpressionSyntax Call, IMethodSymbol Method)> NativeCalls(SyntaxNode root, SemanticModel model) =>
        from call in root.DescendantNodes().OfType<InvocationExpressionSyntax>()
        let method = model.GetSymbolInfo(call).Symbol as IMethodSymbol
        where method is { DeclaringSyntaxReferences.Length: > 0 } && IsNative(method)
        select (call, method!);
}

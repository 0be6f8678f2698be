using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Recognition;

/// <summary>
/// The declaration of a native lock function: an import, a delegate, or a function pointer whose address is looked up by the function's
/// name.
/// </summary>
/// <param name="Method">The signature that it gives the function.</param>
/// <param name="Syntax">The import, the delegate or the type of the function pointer.</param>
/// <param name="EntryPoint">The name by which the function is looked up.</param>
/// <param name="Library">The library that it is looked up in; null where that is not visible.</param>
internal sealed record NativeDeclaration(IMethodSymbol Method, SyntaxNode Syntax, string EntryPoint, string? Library)
{
    /// <summary>The name of the function where the declaration gives it one, or else the entry point.</summary>
    public string Name => Method.MethodKind == MethodKind.Ordinary ? Method.Name : EntryPoint;

    /// <summary>Where the declaration names the function.</summary>
    public Location Place =>
        Syntax switch
        {
            MethodDeclarationSyntax method => method.Identifier.GetLocation(),
            DelegateDeclarationSyntax declared => declared.Identifier.GetLocation(),
            _ => Syntax.GetLocation(),
        };

    /// <summary>The attribute's argument that names the entry point; null where the name of the method does.</summary>
    public AttributeArgumentSyntax? EntryPointArgument =>
        (Syntax as MethodDeclarationSyntax)
            ?.AttributeLists.SelectMany(list => list.Attributes)
            .SelectMany(attribute => attribute.ArgumentList?.Arguments ?? default)
            .FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == "EntryPoint");

    /// <summary>The type of a parameter, as it is written.</summary>
    public SyntaxNode TypeOf(int parameter) =>
        Syntax switch
        {
            BaseMethodDeclarationSyntax method => method.ParameterList.Parameters[parameter].Type ?? Syntax,
            DelegateDeclarationSyntax declared => declared.ParameterList.Parameters[parameter].Type ?? Syntax,
            FunctionPointerTypeSyntax pointer => pointer.ParameterList.Parameters[parameter].Type,
            _ => Syntax,
        };

    /// <summary>The type of the result, as it is written.</summary>
    public SyntaxNode ResultType =>
        Syntax switch
        {
            MethodDeclarationSyntax method => method.ReturnType,
            DelegateDeclarationSyntax declared => declared.ReturnType,
            FunctionPointerTypeSyntax pointer => pointer.ParameterList.Parameters.Last().Type,
            _ => Syntax,
        };

    /// <summary>The rows of the table that the declaration must match one of: those of the systems that the library is of.</summary>
    public IEnumerable<NativeSignature> Rows =>
        NativeSignature.Of(EntryPoint).Where(row => Library is null || NativeLibraries.PlatformOf(Library) == row.Platform);
}

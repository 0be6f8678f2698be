using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Rules.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Declaration;

/// <summary>LOCK5001: corrects the declaration of the native function, and adapts its callers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NativeDeclarationFixer()
    : LockFixProvider("Declare the function as it is", CorrectDeclaration, WrongNativeDeclaration.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string CorrectDeclaration = nameof(CorrectDeclaration);

    private protected override async Task<CodeEdit?> FindAsync(FixContext context, CancellationToken cancellation)
    {
        if (
            DeclarationFixData.TryRead(context.Diagnostic) is not { } data
            || context.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration
        )
            return null;
        if (data is { Edit: DeclarationEdit.ChangeEntryPoint, Replacement: { } entryPoint })
            return EntryPoint(context, declaration, entryPoint);
        if (
            data.Edit is not (DeclarationEdit.PassByReference or DeclarationEdit.InsertReserved or DeclarationEdit.ChangeType)
            || context.Model.GetDeclaredSymbol(declaration, cancellation) is not { } method
            || method.ContainingType.GetMembers(method.Name).Length > 1
            || await CallsAsync(method, context, cancellation).ConfigureAwait(false) is not { } calls
        )
        {
            return null;
        }

        return (data.Edit, data.Parameter) switch
        {
            (DeclarationEdit.PassByReference, { } parameter) => PassByReference(context, declaration, parameter, calls),
            (DeclarationEdit.InsertReserved, { } parameter) => InsertReserved(context, declaration, parameter, calls),
            (DeclarationEdit.ChangeType, { } parameter) when data.Replacement is { } type && context.Node is TypeSyntax old => ChangeType(
                context,
                old,
                SyntaxFactory.ParseTypeName(type),
                calls.Select(c => (ArgumentFor(c.Call, parameter, method.Parameters[parameter].Name), c.Model))
            ),
            _ => null,
        };
    }

    /// <summary>The calls of a method; null where something else than a call names it.</summary>
    private static async Task<ImmutableArray<(InvocationExpressionSyntax Call, SemanticModel Model)>?> CallsAsync(
        IMethodSymbol method,
        FixContext context,
        CancellationToken cancellation
    )
    {
        var names = await SolutionReferences.ToAsync(method, context.Document.Project.Solution, cancellation).ConfigureAwait(false);
        var calls = names?.Select(use => (Call: CallOf(use.Name), use.Model)).ToList();
        return calls?.TrueForAll(c => c.Call is not null) == true ? calls.Select(c => (c.Call!, c.Model)).ToImmutableArray() : null;
    }

    private static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name)
    {
        var callee = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name;
        return callee.Parent is InvocationExpressionSyntax call && call.Expression == callee ? call : null;
    }

    private static CodeEdit? EntryPoint(FixContext context, MethodDeclarationSyntax declaration, string name)
    {
        var literal = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(name));
        if (context.Node is LiteralExpressionSyntax written)
            return context.Replacing(written, literal.WithTriviaFrom(written));

        var import = declaration
            .AttributeLists.SelectMany(list => list.Attributes)
            .FirstOrDefault(a => a.Name.ToString() is var type && (type.Contains("DllImport") || type.Contains("LibraryImport")));
        if (import?.ArgumentList is not { } arguments || context.Node is not MethodDeclarationSyntax)
            return null;

        var named = SyntaxFactory.AttributeArgument(SyntaxFactory.NameEquals("EntryPoint").NormalizeWhitespace(), null, literal);
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        var all = arguments.Arguments.GetWithSeparators().Insert(1, comma).Insert(2, named);
        return context.Replacing(arguments, arguments.WithArguments(SyntaxFactory.SeparatedList<AttributeArgumentSyntax>(all)));
    }

    /// <summary>Changes the type of a parameter, where every call passes something that becomes the new type by itself.</summary>
    private static CodeEdit? ChangeType(
        FixContext context,
        TypeSyntax old,
        TypeSyntax type,
        IEnumerable<(ArgumentSyntax? Argument, SemanticModel Model)> arguments
    )
    {
        var place = old.SpanStart;
        return
            context.Model.GetSpeculativeTypeInfo(place, type, SpeculativeBindingOption.BindAsTypeOrNamespace).Type is { } target
            && arguments.All(a => a.Argument is { Expression: var given } && a.Model.ClassifyConversion(given, target).IsImplicit)
            ? context.Replacing(old, type.WithTriviaFrom(old))
            : null;
    }

    private static CodeEdit? PassByReference(
        FixContext context,
        MethodDeclarationSyntax declaration,
        int number,
        ImmutableArray<(InvocationExpressionSyntax Call, SemanticModel Model)> calls
    )
    {
        var parameter = declaration.ParameterList.Parameters[number];
        var arguments = calls.Select(c => (Argument: ArgumentFor(c.Call, number, parameter.Identifier.ValueText), c.Model)).ToList();
        if (
            !arguments.TrueForAll(a =>
                a.Argument is { RefKindKeyword.RawKind: (int)SyntaxKind.None } && IsVariable(a.Argument.Expression, a.Model)
            )
        )
            return null;

        return async (session, token) =>
        {
            var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
            editor.ReplaceNode(parameter, (current, _) => ByReference((ParameterSyntax)current));
            foreach (var (argument, _) in arguments)
            {
                var caller = await session.EditAsync(argument!.SyntaxTree, token).ConfigureAwait(false);
                caller.ReplaceNode(argument, (current, _) => ByReference((ArgumentSyntax)current));
            }
        };
    }

    private static ParameterSyntax ByReference(ParameterSyntax parameter) =>
        parameter.Type is { } type
            ? parameter
                .WithType(type.WithoutLeadingTrivia())
                .AddModifiers(Ref.WithLeadingTrivia(parameter.Modifiers.Count == 0 ? type.GetLeadingTrivia() : default))
            : parameter;

    private static ArgumentSyntax ByReference(ArgumentSyntax argument) =>
        argument
            .WithExpression(argument.Expression.WithoutLeadingTrivia())
            .WithRefKindKeyword(Ref.WithLeadingTrivia(argument.Expression.GetLeadingTrivia()));

    private static SyntaxToken Ref => SyntaxFactory.Token(SyntaxKind.RefKeyword).WithTrailingTrivia(SyntaxFactory.Space);

    /// <summary>True for a variable that a reference may be taken of.</summary>
    private static bool IsVariable(ExpressionSyntax expression, SemanticModel model) =>
        model.GetSymbolInfo(expression).Symbol switch
        {
            ILocalSymbol { IsConst: false, IsUsing: false, IsForEach: false } => true,
            IParameterSymbol { RefKind: not RefKind.In } => true,
            IFieldSymbol { IsReadOnly: false, IsConst: false } => true,
            _ => false,
        };

    private static ArgumentSyntax? ArgumentFor(InvocationExpressionSyntax call, int number, string name)
    {
        var arguments = call.ArgumentList.Arguments;
        return arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == name)
            ?? (number < arguments.Count && arguments.Take(number + 1).All(a => a.NameColon is null) ? arguments[number] : null);
    }

    private static CodeEdit? InsertReserved(
        FixContext context,
        MethodDeclarationSyntax declaration,
        int number,
        ImmutableArray<(InvocationExpressionSyntax Call, SemanticModel Model)> calls
    )
    {
        var parameters = declaration.ParameterList.Parameters;
        if (
            number == 0
            || number >= parameters.Count
            || calls.Any(c =>
                c.Call.ArgumentList.Arguments.Count != parameters.Count || c.Call.ArgumentList.Arguments.Any(a => a.NameColon is not null)
            )
        )
            return null;

        // A length stands beside it, whose type and style of name it takes.
        var neighbour = parameters[number];
        var isHungarian = parameters.Any(p => IdentifierWords.Has(p.Identifier.ValueText, "dw"));
        var reserved = SyntaxFactory
            .Parameter(SyntaxFactory.Identifier(isHungarian ? "dwReserved" : "reserved"))
            .WithType((neighbour.Type ?? SyntaxFactory.ParseTypeName("uint")).WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space))
            .WithLeadingTrivia(neighbour.GetLeadingTrivia());
        var zero = SyntaxFactory.Argument(SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(0)));
        return async (session, token) =>
        {
            var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
            editor.ReplaceNode(
                declaration.ParameterList,
                (current, _) =>
                    current is ParameterListSyntax list ? list.WithParameters(Inserted(list.Parameters, number, reserved)) : current
            );
            foreach (var (call, _) in calls)
            {
                var caller = await session.EditAsync(call.SyntaxTree, token).ConfigureAwait(false);
                caller.ReplaceNode(
                    call.ArgumentList,
                    (current, _) =>
                        current is ArgumentListSyntax list
                            ? list.WithArguments(
                                Inserted(list.Arguments, number, zero.WithLeadingTrivia(list.Arguments[number].GetLeadingTrivia()))
                            )
                            : current
                );
            }
        };
    }

    /// <summary>The list with one more, set off as those before it are.</summary>
    private static SeparatedSyntaxList<T> Inserted<T>(SeparatedSyntaxList<T> list, int number, T added)
        where T : SyntaxNode
    {
        var separator = list.GetSeparator(number - 1);
        return SyntaxFactory.SeparatedList<T>(list.GetWithSeparators().Insert(number * 2, added).Insert((number * 2) + 1, separator));
    }
}

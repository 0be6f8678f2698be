using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Rules.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Simplification;

namespace LockAnalyzers.CodeFixes.Declaration;

/// <summary>
/// The places that change when a native function takes a SafeHandle in the place of a raw handle: its parameter, those parameters and
/// locals that the raw handle is passed through, and the expressions that take it. All of them are known, or there is no plan.
/// </summary>
internal sealed class SafeHandlePlan
{
    private readonly Solution _solution;
    private readonly HashSet<ISymbol> _changed = new(SymbolEqualityComparer.Default);
    private readonly Queue<ISymbol> _pending = new();
    private readonly Dictionary<ExpressionSyntax, ExpressionSyntax> _expressions = [];
    private readonly HashSet<TypeSyntax> _types = [];
    private bool _takesOtherHandles;

    private SafeHandlePlan(Solution solution) => _solution = solution;

    /// <summary>The plan for a diagnostic; null where a place cannot be adapted.</summary>
    public static async Task<SafeHandlePlan?> ForAsync(FixContext context, CancellationToken cancellation)
    {
        var solution = context.Document.Project.Solution;
        if (
            DeclarationFixData.TryRead(context.Diagnostic)
                is not { Edit: DeclarationEdit.PassSafeHandle, Declaration: { SourceTree: { } tree } declared, Parameter: { } ordinal }
            || solution.GetDocument(tree) is not { } document
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || !root.FullSpan.Contains(declared.SourceSpan)
            || root.FindNode(declared.SourceSpan) is not MethodDeclarationSyntax native
            || model.GetDeclaredSymbol(native, cancellation) is not { } method
            || ordinal >= method.Parameters.Length
        )
            return null;

        var plan = new SafeHandlePlan(solution);
        plan.Change(method.Parameters[ordinal]);
        while (plan._pending.Count > 0)
        {
            var changed = plan._pending.Dequeue();
            if (!await plan.AdaptAsync(changed, cancellation).ConfigureAwait(false))
                return null;
        }

        return plan;
    }

    public async Task ApplyAsync(FixSession session, CancellationToken cancellation)
    {
        foreach (var expression in _expressions)
        {
            var editor = await session.EditAsync(expression.Key.SyntaxTree, cancellation).ConfigureAwait(false);
            if (session.IsFirst(expression.Key, nameof(SafeHandlePlan)))
                editor.ReplaceNode(expression.Key, expression.Value.WithTriviaFrom(expression.Key));
        }

        var handle = SyntaxFactory
            .ParseTypeName(
                _takesOtherHandles
                    ? "global::System.Runtime.InteropServices.SafeHandle"
                    : "global::Microsoft.Win32.SafeHandles.SafeFileHandle"
            )
            .WithAdditionalAnnotations(Simplifier.Annotation);
        foreach (var type in _types)
        {
            var editor = await session.EditAsync(type.SyntaxTree, cancellation).ConfigureAwait(false);
            if (session.IsFirst(type, nameof(SafeHandlePlan)))
                editor.ReplaceNode(type, handle.WithTriviaFrom(type));
        }
    }

    private void Change(ISymbol symbol)
    {
        if (_changed.Add(symbol))
            _pending.Enqueue(symbol);
    }

    private Task<bool> AdaptAsync(ISymbol symbol, CancellationToken cancellation) =>
        symbol switch
        {
            IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter => AdaptParameterAsync(parameter, method, cancellation),
            ILocalSymbol local => AdaptLocalAsync(local, cancellation),
            _ => Task.FromResult(false),
        };

    private async Task<bool> AdaptParameterAsync(IParameterSymbol parameter, IMethodSymbol method, CancellationToken cancellation)
    {
        if (
            parameter.RefKind != RefKind.None
            || method is { IsVirtual: true } or { IsOverride: true } or { IsAbstract: true } or { MethodKind: not MethodKind.Ordinary }
            || method.ExplicitInterfaceImplementations.Length > 0
            || ImplementsInterface(method)
            || !parameter.GetAttributes().IsEmpty
            || parameter.DeclaringSyntaxReferences.Length != 1
            || await parameter.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellation).ConfigureAwait(false)
                is not ParameterSyntax { Type: { } type, Default: null }
        )
            return false;

        _types.Add(type);
        if (!method.IsExtern && !method.IsPartialDefinition && !await AdaptUsesAsync(parameter, cancellation).ConfigureAwait(false))
            return false;

        foreach (var (node, model) in await ReferencesAsync(method, cancellation).ConfigureAwait(false))
        {
            var called = node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access : node as ExpressionSyntax;
            if (
                called?.Parent is not InvocationExpressionSyntax { ArgumentList.Arguments: var arguments } call
                || call.Expression != called
                || ArgumentFor(parameter, arguments) is not { } argument
                || !AdaptValue(argument.Expression, model, cancellation)
            )
                return false;
        }

        return true;
    }

    private async Task<bool> AdaptLocalAsync(ILocalSymbol local, CancellationToken cancellation)
    {
        if (
            local.DeclaringSyntaxReferences.Length != 1
            || await local.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellation).ConfigureAwait(false)
                is not VariableDeclaratorSyntax
                {
                    Initializer.Value: { } value,
                    Parent: VariableDeclarationSyntax { Variables.Count: 1, Type: var type }
                }
            || _solution.GetDocument(value.SyntaxTree) is not { } document
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || !AdaptValue(value, model, cancellation)
        )
            return false;

        if (!type.IsVar)
            _types.Add(type);
        return await AdaptUsesAsync(local, cancellation).ConfigureAwait(false);
    }

    /// <summary>Every use of a variable must be an argument for a parameter that can change with it.</summary>
    private async Task<bool> AdaptUsesAsync(ISymbol variable, CancellationToken cancellation)
    {
        foreach (var (node, model) in await ReferencesAsync(variable, cancellation).ConfigureAwait(false))
        {
            var used = Peeled(node as ExpressionSyntax, outwards: true);
            if (
                used?.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument
                || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol { ReducedFrom: null } method
                || ParameterOf(argument, call, method) is not { } parameter
                || parameter.DeclaringSyntaxReferences.IsEmpty
                || (!FileApi.EffectOf(method).IsNative && !IsRaw(parameter.Type))
            )
                return false;

            _expressions[used] = SyntaxFactory.IdentifierName(variable.Name);
            Change(parameter.OriginalDefinition);
        }

        return true;
    }

    /// <summary>A value that is given to a variable or parameter that changes: what takes the handle, or another variable.</summary>
    private bool AdaptValue(ExpressionSyntax value, SemanticModel model, CancellationToken cancellation)
    {
        var inner = Peeled(value, outwards: false)!;
        switch (model.GetSymbolInfo(inner, cancellation).Symbol)
        {
            case ILocalSymbol or IParameterSymbol when inner is IdentifierNameSyntax name:
                _expressions[value] = SyntaxFactory.IdentifierName(name.Identifier.WithoutTrivia());
                Change(model.GetSymbolInfo(inner, cancellation).Symbol!);
                return true;
            case not null
                when model.GetOperation(inner, cancellation) is { } taken
                    && FileApi.OwnerOfRawHandle(taken) is { Syntax: ExpressionSyntax owner, Type: { } type }:
                _takesOtherHandles |= FileApi.IsSafeHandle(type) && type.Name != "SafeFileHandle";
                _expressions[value] = FileApi.IsSafeHandle(type)
                    ? owner
                    : SyntaxFactory.MemberAccessExpression(
                        SyntaxKind.SimpleMemberAccessExpression,
                        owner.WithoutTrivia(),
                        SyntaxFactory.IdentifierName("SafeFileHandle")
                    );
                return owner.Parent is MemberAccessExpressionSyntax;
            default:
                return false;
        }
    }

    /// <summary>The expression without casts, parentheses and what turns a handle into a number; or with them.</summary>
    private static ExpressionSyntax? Peeled(ExpressionSyntax? expression, bool outwards)
    {
        while (true)
        {
            var next = outwards
                ? expression?.Parent switch
                {
                    CastExpressionSyntax or ParenthesizedExpressionSyntax or CheckedExpressionSyntax => (ExpressionSyntax)expression.Parent,
                    MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when IsNumber(access) => call,
                    _ => null,
                }
                : expression switch
                {
                    CastExpressionSyntax cast => cast.Expression,
                    ParenthesizedExpressionSyntax parenthesized => parenthesized.Expression,
                    CheckedExpressionSyntax check => check.Expression,
                    InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } when IsNumber(access) =>
                        access.Expression,
                    _ => null,
                };
            if (next is null)
                return expression;

            expression = next;
        }
    }

    private static bool IsNumber(MemberAccessExpressionSyntax access) => access.Name.Identifier.ValueText is "ToInt32" or "ToInt64";

    private static bool IsRaw(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr or SpecialType.System_Int32 or SpecialType.System_Int64;

    private async Task<List<(SyntaxNode Node, SemanticModel Model)>> ReferencesAsync(ISymbol symbol, CancellationToken cancellation)
    {
        var found = new List<(SyntaxNode, SemanticModel)>();
        foreach (var reference in await SymbolFinder.FindReferencesAsync(symbol, _solution, cancellation).ConfigureAwait(false))
        {
            foreach (var place in reference.Locations)
            {
                var root = await place.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
                var model = await place.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
                var node = root!.FindNode(place.Location.SourceSpan, getInnermostNodeForTie: true);

                // A named argument names a parameter, and uses nothing.
                if (node.Parent is not NameColonSyntax)
                    found.Add((node, model!));
            }
        }

        return found;
    }

    private static ArgumentSyntax? ArgumentFor(IParameterSymbol parameter, SeparatedSyntaxList<ArgumentSyntax> arguments) =>
        arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == parameter.Name)
        ?? (parameter.Ordinal < arguments.Count && arguments[parameter.Ordinal].NameColon is null ? arguments[parameter.Ordinal] : null);

    private static IParameterSymbol? ParameterOf(ArgumentSyntax argument, InvocationExpressionSyntax call, IMethodSymbol method) =>
        argument.NameColon is { Name.Identifier.ValueText: var name } ? method.Parameters.FirstOrDefault(p => p.Name == name)
        : call.ArgumentList.Arguments.IndexOf(argument) is var index && index < method.Parameters.Length ? method.Parameters[index]
        : null;

    private static bool ImplementsInterface(IMethodSymbol method) =>
        method
            .ContainingType.AllInterfaces.SelectMany(i => i.GetMembers(method.Name))
            .Any(m => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(m), method));
}

using LockAnalyzers.Interpretation;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Judgement;

/// <summary>Where the files and handles that are locked come from, in whichever member that is.</summary>
internal sealed class FileOrigins(LockCompilation compilation, CancellationToken cancellation)
{
    /// <summary>The operation that opens the locked file: in this body, or the only one that fills the field that holds it.</summary>
    public IOperation? OpeningOf(LockCallFacts call, BodyFacts body) =>
        call.File switch
        {
            SymbolicExpression.OpenedFile { Site: var site } => call.IsDirect || IsIn(site, body) ? site : null,
            SymbolicExpression.Member { Symbol: var member } when call.IsDirect => compilation.Fields.OpeningOf(member),
            _ => null,
        };

    /// <summary>What others may do with the file while it is open; null where the opening does not say it in constants.</summary>
    public FileShare? ShareOf(IOperation opening) =>
        FileApi.ShareOf(opening)
        ?? (
            FileApi.OptionsOf(opening) is { } options
            && !IsChanged(options)
            && compilation.Models.For(options.Syntax.SyntaxTree)?.GetOperation(options.Syntax, cancellation) is { } written
                ? FileApi.ShareIn(compilation.Fields.Source(written))
                : null
        );

    /// <summary>True where the body changes the share of options that it keeps in a variable.</summary>
    private static bool IsChanged(IOperation options) =>
        RawHandles.VariableAt(options) is { } variable
        && Bodies
            .Around(options.Syntax)
            ?.DescendantNodes()
            .OfType<AssignmentExpressionSyntax>()
            .Any(a =>
                a.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Share", Expression: var changed }
                && Calls.NameOf(changed) == variable.Name
            ) == true;

    /// <summary>
    /// True where the code is ready for an opening that throws because somebody else has the file: a handler around it, or around a call
    /// of the member that it stands in.
    /// </summary>
    public bool IsReadyForRefusal(IOperation opening)
    {
        if (IsCaught(opening.Syntax))
            return true;

        return Bodies.Around(opening.Syntax) is { } body
            && compilation.Models.For(body.SyntaxTree)?.GetDeclaredSymbol(body, cancellation) is IMethodSymbol method
            && compilation.CallsOf(method, cancellation).Any(IsCaught);
    }

    /// <summary>
    /// True where a refused lock makes the member throw what the opening throws, so that its callers see no difference:
    /// <c>if (!taken) throw new IOException()</c>. A handler around the lock alone makes a difference: it is not reached by what the opening
    /// throws.
    /// </summary>
    public bool ThrowsLikeOpening(LockCallFacts call) =>
        call.Request.Waiting == Waiting.FailsAtOnce
        && !IsCaught(call.Site.Syntax)
        && new[] { call.Site.Syntax, call.Call.Operation.Syntax }.Any(site =>
            Bodies
                .Around(site)
                ?.DescendantNodes()
                .OfType<IfStatementSyntax>()
                .Any(refused => refused.Span.End > site.Span.End && ThrowsIOException(refused.Statement)) == true
        );

    private bool ThrowsIOException(StatementSyntax statement) =>
        (statement is BlockSyntax { Statements: { Count: 1 } only } ? only[0] : statement)
            is ThrowStatementSyntax { Expression: ObjectCreationExpressionSyntax { Type: var thrown } }
        && compilation.Models.For(thrown.SyntaxTree)?.GetTypeInfo(thrown, cancellation).Type is { Name: "IOException" };

    /// <summary>
    /// The raw handles that a locked field is given while nothing keeps their owner: neither a field nor anybody who is told of it.
    /// </summary>
    public IEnumerable<RawHandle> RawHandlesKeptFor(LockCallFacts call) =>
        call is { IsDirect: true, File: SymbolicExpression.Member { Symbol: var field }, Call.Handle.Type.IsReferenceType: false }
            ? compilation.Fields.ValuesOf(field).SelectMany(value => RawHandleIn(value) is { } own ? [own] : RawHandlesGivenFor(value))
            : [];

    /// <summary>
    /// The raw handles that those pass to a constructor who make the object, where the field is given what the constructor is given:
    /// <c>new RegionLock(stream.SafeFileHandle.DangerousGetHandle())</c>. The object keeps the number; its maker need not keep the stream.
    /// </summary>
    private IEnumerable<RawHandle> RawHandlesGivenFor(IOperation value) =>
        Source(value)
            is IParameterReferenceOperation
            {
                Parameter: { Ordinal: var ordinal, ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor }
            }
            ? from creation in compilation.CreationsBy(constructor.OriginalDefinition, cancellation)
            let made = compilation.Models.For(creation.SyntaxTree)?.GetOperation(creation, cancellation) as IObjectCreationOperation
            let given = made?.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == ordinal)?.Value
            let handle = given is null ? null : RawHandleIn(given)
            where handle is not null && !IsUsedAfter(handle, creation)
            select handle
            : [];

    private static IOperation Source(IOperation value)
    {
        while (value is IConversionOperation { Operand: var operand })
            value = operand;

        return value;
    }

    /// <summary>True where the body that makes an object uses the owner of its handle later, or closes it at the end of a block.</summary>
    private static bool IsUsedAfter(RawHandle handle, SyntaxNode creation) =>
        RawHandles.VariableAt(RawHandles.RootOf(handle.Owner)) is { } variable
        && Bodies.Around(creation) is { } body
        && body.DescendantTokens()
            .Any(token =>
                token.IsKind(SyntaxKind.IdentifierToken)
                && token.ValueText == variable.Name
                && (token.SpanStart > creation.Span.End || IsUsing(token))
            );

    private static bool IsUsing(SyntaxToken name) =>
        name.Parent is VariableDeclaratorSyntax { Parent.Parent: var declaration }
        && declaration is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword };

    /// <summary>True where the type around a lock call speaks of operations that are still pending.</summary>
    public static bool KnowsOfPending(LockCallFacts call) =>
        LockIndex
            .OutermostType(call.Member)
            .DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax().DescendantTokens())
            .Any(token => token.Value is (int)LockNumbers.ErrorIoPending || IsNameOfPending(token.ValueText));

    /// <summary>True for code that runs on the .NET Framework, whose streams do not lock files on Unix.</summary>
    public bool IsForNetFramework =>
        compilation.Models.Compilation.GetSpecialType(SpecialType.System_Object).ContainingAssembly?.Name == "mscorlib";

    private static bool IsNameOfPending(string name) =>
        name.EndsWith("IO_PENDING", StringComparison.Ordinal) || name.EndsWith("IOPending", StringComparison.OrdinalIgnoreCase);

    private static bool IsIn(IOperation site, BodyFacts body) =>
        site.Syntax.SyntaxTree == body.Syntax.SyntaxTree && body.Syntax.Span.Contains(site.Syntax.Span);

    private RawHandle? RawHandleIn(IOperation value) =>
        RawHandles.TakenIn(value, Values) is var (taken, _)
        && FileApi.OwnerOfRawHandle(taken) is { } owner
        && RawHandles.RootOf(owner) is var root
        && (RawHandles.VariableAt(root) is { } variable ? !IsKeptElsewhere(variable, taken.Syntax) : FileApi.IsOpening(root))
            ? new(taken, owner, OutlivesStatement: true)
            : null;

    private IEnumerable<IOperation> Values(IOperation reference) =>
        compilation.Fields.Source(reference) is var source && source != reference ? [source] : [];

    /// <summary>True where the member puts the object into a field, passes it on or returns it.</summary>
    private bool IsKeptElsewhere(ISymbol variable, SyntaxNode taken) =>
        Bodies.Around(taken) is not { } body
        || compilation.Models.For(body.SyntaxTree) is not { } model
        || body.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(name =>
                name.Identifier.ValueText == variable.Name
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, variable)
            )
            .Any(name =>
                name.Parent
                    is ArgumentSyntax
                        or AssignmentExpressionSyntax
                        or ReturnStatementSyntax
                        or EqualsValueClauseSyntax
                        or InitializerExpressionSyntax
            );

    private bool IsCaught(SyntaxNode node)
    {
        for (var current = node; current.Parent is { } parent; current = parent)
        {
            if (parent is TryStatementSyntax tried && tried.Block == current && tried.Catches.Any(CatchesRefusal))
                return true;
            if (parent is MemberDeclarationSyntax and not GlobalStatementSyntax)
                return false;
        }

        return false;
    }

    /// <summary>
    /// True for a handler of the exception by which .NET says that somebody else has the file, unless it merely cleans up and throws it on.
    /// </summary>
    private bool CatchesRefusal(CatchClauseSyntax handler) =>
        handler.Block.Statements.LastOrDefault() is not ThrowStatementSyntax { Expression: null } && CatchesIOException(handler);

    private bool CatchesIOException(CatchClauseSyntax handler) =>
        handler.Declaration is not { Type: var caught }
        || compilation.Models.For(handler.SyntaxTree)?.GetTypeInfo(caught, cancellation).Type
            is { Name: "IOException" or "SystemException" or "Exception" };
}

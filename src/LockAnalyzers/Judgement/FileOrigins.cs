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

    /// <summary>
    /// What others may do with the file while it is open on Unix; null where the opening does not say it in constants, or in a choice
    /// between
    /// constants by the system.
    /// </summary>
    public FileShare? ShareOf(IOperation opening) =>
        FileApi.ShareOf(opening)
        ?? (
            FileApi.ShareArgumentOf(opening) is { } share ? OnUnix(share.Syntax)
            : FileApi.OptionsOf(opening) is { } options && !IsChanged(options) && Written(options.Syntax) is { } written
                ? FileApi.ShareIn(compilation.Fields.Source(written))
            : null
        );

    /// <summary>
    /// What an opening that asks for Windows chooses elsewhere: <c>IsWindows() ? FileShare.Read :
    /// FileShare.ReadWrite</c>.
    /// </summary>
    private FileShare? OnUnix(SyntaxNode share) =>
        share is ConditionalExpressionSyntax { Condition: var condition } choice
        && SystemCondition.Of(condition) is var asked
        && (
            IsForWindows(asked.WhenTrue) ? choice.WhenFalse
            : IsForWindows(asked.WhenFalse) ? choice.WhenTrue
            : null
        )
            is { } chosen
        && Written(chosen)?.ConstantValue is { HasValue: true, Value: int constant }
            ? (FileShare)constant
            : null;

    private static bool IsForWindows(SystemClaim claim) => (claim.Possible & LockSystem.Unix) == LockSystem.None;

    private IOperation? Written(SyntaxNode syntax) => compilation.Models.For(syntax.SyntaxTree)?.GetOperation(syntax, cancellation);

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
    /// <c>if (!taken) throw new IOException()</c>. A handler around the lock alone makes a difference: it is not reached by what the
    /// opening
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
                .Any(check => IsAboutResult(check, site) && (ThrowsIOException(check.Statement) || ThrowsIOException(Next(check)))) == true
        );

    /// <summary>True for a check of what the call returned: others, as of the error code, are for failures of another kind.</summary>
    private static bool IsAboutResult(IfStatementSyntax check, SyntaxNode site) =>
        check.Condition.Span.Contains(site.Span)
        || (
            check.SpanStart > site.Span.End
            && ResultNameOf(site) is { } result
            && check.Condition.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == result)
        );

    /// <summary>The variable that what the call returned, or what it is compared with, goes into.</summary>
    private static string? ResultNameOf(SyntaxNode site) =>
        site.FirstAncestorOrSelf<ExpressionSyntax>(e =>
            e.Parent is not ExpressionSyntax || e.Parent is AssignmentExpressionSyntax
        )?.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: var target } => Calls.NameOf(target),
            _ => null,
        };

    private static StatementSyntax? Next(StatementSyntax statement) =>
        statement.Parent is BlockSyntax { Statements: var all } && all.IndexOf(statement) is var i && i + 1 < all.Count ? all[i + 1] : null;

    private bool ThrowsIOException(StatementSyntax? statement) =>
        (statement is BlockSyntax { Statements: { Count: > 0 } inner } ? inner.Last() : statement)
            is ThrowStatementSyntax { Expression: BaseObjectCreationExpressionSyntax thrown }
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
    /// True for a handler of the exception by which .NET says that somebody else has the file, unless it merely cleans up and throws it on,
    /// or is for Windows alone.
    /// </summary>
    private bool CatchesRefusal(CatchClauseSyntax handler) =>
        handler.Block.Statements.LastOrDefault() is not ThrowStatementSyntax { Expression: null }
        && !(handler.Filter is { FilterExpression: var filter } && IsForWindows(SystemCondition.Of(filter).WhenTrue))
        && CatchesIOException(handler);

    private bool CatchesIOException(CatchClauseSyntax handler) =>
        handler.Declaration is not { Type: var caught }
        || compilation.Models.For(handler.SyntaxTree)?.GetTypeInfo(caught, cancellation).Type
            is { Name: "IOException" or "SystemException" or "Exception" };
}

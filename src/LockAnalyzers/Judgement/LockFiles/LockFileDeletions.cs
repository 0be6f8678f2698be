using System.Collections.Immutable;
using LockAnalyzers.Interpretation;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Judgement.LockFiles;

/// <summary>
/// Finds where a lock file is deleted by the code that releases it. The path ties the deletion to the file: the same variable or field,
/// through assignments and constructor parameters, or the name of the stream that was locked.
/// </summary>
internal sealed class LockFileDeletions(SemanticModel model, LockCompilation compilation, CancellationToken cancellation)
{
    /// <summary>
    /// Names by which code checks whether a path still leads to the file that it has open; such code deletes the right file only.
    /// </summary>
    private static readonly HashSet<string> IdentityChecks =
    [
        "fstat",
        "stat",
        "lstat",
        "st_ino",
        "GetFileInformationByHandle",
        "GetFileInformationByHandleEx",
        "inode",
        "Inode",
    ];

    public IEnumerable<ExpressionSyntax> All()
    {
        var root = model.SyntaxTree.GetRoot(cancellation);
        var deletingMethods = root.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Where(IsCalledLikeADeletion)
            .Select(call => call.Ancestors().OfType<MethodDeclarationSyntax>().FirstOrDefault()?.Identifier.ValueText)
            .OfType<string>()
            .ToImmutableHashSet();
        return root.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Where(call => IsCalledLikeADeletion(call) || deletingMethods.Contains(Calls.NameOf(call.Expression) ?? ""))
            .SelectMany(DeletionsAt)
            .Where(IsOfLockFile)
            .Select(deletion => (ExpressionSyntax)deletion.Call)
            .Distinct()
            .Concat(DeletedOnClose(root));
    }

    private static bool IsCalledLikeADeletion(InvocationExpressionSyntax call) =>
        Calls.NameOf(call.Expression) is { } name
        && (name.IndexOf("unlink", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("Delete", StringComparison.Ordinal) >= 0);

    /// <summary>What a call deletes: itself, or as a helper that deletes what it is given or what a member names.</summary>
    private IEnumerable<Deletion> DeletionsAt(InvocationExpressionSyntax call)
    {
        if (
            model.GetOperation(call, cancellation) is not IInvocationOperation operation
            || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || Bodies.Around(call) is not { } body
        )
            yield break;

        if (FileApi.DeletedPath(operation) is { } path)
        {
            yield return new(call, path, SourceOf(path, body), body, type);
            yield break;
        }

        foreach (var inner in DeletedBy(operation.TargetMethod))
        {
            var given = inner is IParameterReferenceOperation { Parameter: var parameter }
                ? operation.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal)?.Value
                : inner;
            if (given is not null)
                yield return new(call, given, ReferenceEquals(given, inner) ? inner : SourceOf(given, body), body, type);
        }
    }

    /// <summary>
    /// The paths that a helper deletes. A helper that closes the file too, or that is called a release and deletes what a member names, is
    /// a release of its own: the deletion is reported there.
    /// </summary>
    private IEnumerable<IOperation> DeletedBy(IMethodSymbol helper)
    {
        if (
            ControlFlowGraphs.BodyOf(helper.OriginalDefinition, cancellation) is not { } body
            || compilation.Models.For(body.SyntaxTree) is not { } home
        )
            return [];

        var calls = body.DescendantNodes().OfType<InvocationExpressionSyntax>().ToList();
        return calls
            .Where(call => IsCalledLikeADeletion(call) && !calls.Exists(other => other != call && IsRelease(other, home)))
            .Select(call => home.GetOperation(call, cancellation))
            .OfType<IInvocationOperation>()
            .Select(FileApi.DeletedPath)
            .OfType<IOperation>()
            .Where(path =>
                path is IParameterReferenceOperation
                || (path is IFieldReferenceOperation or IPropertyReferenceOperation && !IdentifierWords.MentionsRelease(helper.Name))
            );
    }

    private bool IsOfLockFile(Deletion deletion)
    {
        var releasesToo = ReleasesToo(deletion);
        if (
            !(releasesToo || IsCalledARelease(deletion.Body))
            || deletion.Type.DescendantTokens().Any(t => IdentityChecks.Contains(t.ValueText))
        )
            return false;
        if (IsPathOfRuntimeLock(deletion.Source))
            return true;

        var acquires = AcquiresIn(deletion.Type);
        var names = NamesOf(deletion);
        var openings = OpeningsOf(names, deletion);
        var runsOnWindowsOnly = WindowsOnly.Runs(deletion.Call, model, cancellation) || (openings.Count > 0 && AreOfWindows(acquires));
        if (runsOnWindowsOnly && !SharesDeletion(deletion.Type))
            return false;

        // Where creating the file is the lock, deleting it is the release: nobody waits on such a file. What is deleted before it is opened
        // is left from another time.
        if (openings.Exists(o => o.Syntax.SpanStart > deletion.Call.SpanStart && deletion.Body.Span.Contains(o.Syntax.Span)))
            return false;
        if (openings.Count > 0 && openings.TrueForAll(CreatesNew))
            return false;

        // A method that is called a release, and does no more than to delete, ends what the type keeps open until then.
        if (!releasesToo && !openings.Exists(IsKept))
            return false;

        var locks = acquires.FindAll(c => c.Accesses.IsEmpty && c.Writes.IsEmpty);
        var isNameOfStream = IsNameOfStream(deletion.Source);
        if (names.Any(n => IdentifierWords.MentionsLock(n.Name)) || TextsOf(deletion.Source).Any(IdentifierWords.MentionsLock))
            return locks.Count > 0 || openings.Exists(IsHeld) || (isNameOfStream && NamesFileShareNone(deletion.Type));
        if (IdentifierWords.MentionsLock(deletion.Type.Identifier.ValueText))
            return (
                    locks.Count > 0
                    || openings.Exists(SharesWithNobody)
                    || (openings.Exists(IsHeld) && names.All(n => IdentifierWords.IsGenericName(n.Name)))
                    || (isNameOfStream && NamesFileShareNone(deletion.Type))
                ) && (openings.Exists(IsHeld) || isNameOfStream)
                || (openings.Count == 0 && IsGivenOpenFile(deletion.Type) && names.All(n => IdentifierWords.IsGenericName(n.Name)));

        // If nothing is called a lock, report only a file that is locked, and neither read, written nor replaced.
        return locks.Exists(l => OpeningOf(l) is { Syntax: var site } && openings.Exists(o => o.Syntax == site))
            && !IsReplaced(names, deletion.Body);
    }

    /// <summary>
    /// What opens the file of a lock: in the same body, or for a member by which the type locks it and does nothing else with it.
    /// </summary>
    private IOperation? OpeningOf(LockCallFacts call) =>
        call.File switch
        {
            SymbolicExpression.OpenedFile { Site: var site } => site,
            SymbolicExpression.Member { Symbol: var member }
                when compilation.Fields.OpeningOf(member) is { } opening && new PureLockFiles(compilation, cancellation).Contains(call) =>
                opening,
            _ => null,
        };

    /// <summary>
    /// The openings of a lock file that deletes itself: before .NET 7, Unix lets two processes in that way. Windows refuses.
    /// </summary>
    private IEnumerable<ExpressionSyntax> DeletedOnClose(SyntaxNode root) =>
        RuntimeGeneration.IsBefore7(model.Compilation)
            ? root.DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>()
                .Where(a =>
                    a.Name.Identifier.ValueText == nameof(FileOptions.DeleteOnClose) && Calls.NameOf(a.Expression) == nameof(FileOptions)
                )
                .Where(a =>
                    a.Ancestors().OfType<ArgumentSyntax>().FirstOrDefault() is { Parent.Parent: ExpressionSyntax opening }
                    && model.GetOperation(opening, cancellation) is { } operation
                    && PathOpenedBy(operation) is { } path
                    && !CreatesNew(operation)
                    && NamesLock(path, opening)
                    && !WindowsOnly.Runs(a, model, cancellation)
                )
            : [];

    private static bool NamesLock(IOperation path, ExpressionSyntax opening) =>
        TextsOf(path).Any(IdentifierWords.MentionsLock)
        || path.Syntax.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(n => IdentifierWords.MentionsLock(n.Identifier.ValueText))
        || (OpenFileUses.TargetOf(opening) is { } target && IdentifierWords.MentionsLock(target));

    /// <summary>True for a type that keeps a file which somebody else opened for it.</summary>
    private bool IsGivenOpenFile(TypeDeclarationSyntax type) =>
        model.GetDeclaredSymbol(type, cancellation) is { } declared
        && declared
            .InstanceConstructors.SelectMany(constructor => constructor.Parameters)
            .Any(parameter => FileApi.IsStreamOrWriter(parameter.Type) || parameter.Type.Name == "SafeFileHandle");

    /// <summary>The words that a path is put together from.</summary>
    private static IEnumerable<string> TextsOf(IOperation path) =>
        path
            .Syntax.DescendantTokens()
            .Where(t => t.Value is string && t.Parent is LiteralExpressionSyntax or InterpolatedStringTextSyntax)
            .Select(t => t.ValueText);

    private static bool SharesDeletion(TypeDeclarationSyntax type) =>
        type.DescendantNodes()
            .OfType<MemberAccessExpressionSyntax>()
            .Any(a => a.Name.Identifier.ValueText == nameof(FileShare.Delete) && Calls.NameOf(a.Expression) == nameof(FileShare))
        || type.DescendantTokens().Any(t => t.ValueText == "FILE_SHARE_DELETE");

    /// <summary>False for a file that is closed as soon as it is open: it is there for its name.</summary>
    private static bool IsHeld(IOperation opening) =>
        !CreatesNew(opening)
        && !FileApi.OpensForReading(opening)
        && opening.Syntax.Parent
            is not (MemberAccessExpressionSyntax or UsingStatementSyntax { Statement: BlockSyntax { Statements.Count: 0 } });

    /// <summary>The locks that the type takes, itself or through helpers.</summary>
    private List<LockCallFacts> AcquiresIn(TypeDeclarationSyntax type) =>
        compilation
            .BodiesIn(type.SyntaxTree, cancellation)
            .SelectMany(b => b.AllCalls)
            .Where(c => type.Span.Contains(c.Site.Syntax.Span) && c.IsAcquire)
            .ToList();

    /// <summary>True for locks that only Windows has, so that only Windows runs the code around them.</summary>
    private static bool AreOfWindows(List<LockCallFacts> acquires) =>
        acquires.Count > 0 && acquires.TrueForAll(c => c.Call.Function.Platform == LockPlatform.Windows);

    /// <summary>True for an opening whose file the type keeps in a member, directly or by way of a local.</summary>
    private bool IsKept(IOperation opening) =>
        IsHeld(opening)
        && opening.Syntax.AncestorsAndSelf().TakeWhile(n => n is not StatementSyntax).LastOrDefault() is { } whole
        && (
            whole is AssignmentExpressionSyntax { Left: var target } && IsMember(target)
            || whole is VariableDeclarationSyntax { Variables: { Count: 1 } locals }
                && Bodies
                    .Around(whole)
                    ?.DescendantNodes()
                    .OfType<AssignmentExpressionSyntax>()
                    .Any(a => Calls.NameOf(a.Right) == locals[0].Identifier.ValueText && IsMember(a.Left)) == true
        );

    private bool IsMember(ExpressionSyntax target) => model.GetSymbolInfo(target, cancellation).Symbol is IFieldSymbol or IPropertySymbol;

    /// <summary>The operations in the type that open a file at one of these paths.</summary>
    private List<IOperation> OpeningsOf(HashSet<ISymbol> names, Deletion deletion) =>
        deletion
            .Type.DescendantNodes()
            .Where(n => n is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax)
            .Select(n => model.GetOperation(n, cancellation))
            .OfType<IOperation>()
            .Where(o =>
                PathOpenedBy(o) is { } path
                && ((RootOf(path) is { } root && names.Contains(root)) || IsWrittenLike(path.Syntax, deletion.Source.Syntax))
            )
            .ToList();

    /// <summary>True for two expressions that put the same path together in the same words.</summary>
    private static bool IsWrittenLike(SyntaxNode path, SyntaxNode other) =>
        path is InvocationExpressionSyntax or BinaryExpressionSyntax or InterpolatedStringExpressionSyntax or LiteralExpressionSyntax
        && SyntaxFactory.AreEquivalent(path, other);

    /// <summary>True for an opening that fails where the file exists: <c>FileMode.CreateNew</c>, <c>O_EXCL</c>.</summary>
    private static bool CreatesNew(IOperation opening) =>
        PassesConstant(opening, nameof(FileMode), (int)FileMode.CreateNew)
        || opening.Syntax.DescendantTokens().Any(t => t.ValueText == "O_EXCL");

    private static bool SharesWithNobody(IOperation opening) => PassesConstant(opening, nameof(FileShare), (int)FileShare.None);

    /// <summary>True when the opening is given a constant of an enum of System.IO, directly or in its options.</summary>
    private static bool PassesConstant(IOperation opening, string type, int value) =>
        opening
            .Descendants()
            .Any(o =>
                o.Type is { TypeKind: TypeKind.Enum, ContainingNamespace.Name: "IO" }
                && o.Type.Name == type
                && o.ConstantValue is { HasValue: true, Value: int constant }
                && constant == value
            );

    private bool NamesFileShareNone(TypeDeclarationSyntax type) =>
        type.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Any(name =>
                name.Identifier.ValueText == nameof(FileShare.None)
                && model.GetSymbolInfo(name, cancellation).Symbol
                    is IFieldSymbol { ContainingType: { Name: nameof(FileShare), ContainingNamespace.Name: "IO" } }
            );

    /// <summary>True when the body writes another file to the path, so that the file it deletes is data.</summary>
    private bool IsReplaced(HashSet<ISymbol> names, SyntaxNode body) =>
        body.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Select(call => model.GetOperation(call, cancellation))
            .OfType<IInvocationOperation>()
            .Any(call =>
                FileApi.DeletedPath(call) is null
                && FileApi.WrittenPaths(call.TargetMethod) is { IsEmpty: false } written
                && call.Arguments.Any(a =>
                    a.Parameter?.Ordinal == written[written.Length - 1] && RootOf(a.Value) is { } path && names.Contains(path)
                )
            );

    /// <summary>
    /// True when the body that deletes the file also releases a lock or closes a file, itself or through a method of such a name. A file
    /// that is closed as soon as it is open is a probe.
    /// </summary>
    private bool ReleasesToo(Deletion deletion) =>
        deletion
            .Body.DescendantNodes()
            .Any(node =>
                node switch
                {
                    InvocationExpressionSyntax call when call != deletion.Call => IsRelease(call, model),
                    UsingStatementSyntax used => !used.Span.Contains(deletion.Call.Span)
                        && used.Statement is not BlockSyntax { Statements.Count: 0 },
                    _ => false,
                }
            );

    /// <summary>True for the body of a method that is called a release: <c>Dispose</c>, <c>ReleaseLock</c>.</summary>
    private static bool IsCalledARelease(SyntaxNode body) =>
        body.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Identifier.ValueText: var name } && IdentifierWords.MentionsRelease(name);

    private bool IsRelease(InvocationExpressionSyntax call, SemanticModel home) =>
        IdentifierWords.MentionsRelease(Calls.NameOf(call.Expression) ?? "")
        || (
            home.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method
            && compilation.Recognizer.FunctionOf(method) is { Releases: true }
        );

    /// <summary>The variables and fields that hold the path, or the stream whose name it is.</summary>
    private HashSet<ISymbol> NamesOf(Deletion deletion)
    {
        var names = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        if (RootOf(deletion.Path) is { } root)
            names.Add(root);

        // Twice, so that a path that comes through two assignments is followed whatever their order.
        for (var round = 0; round < 2; round++)
        {
            foreach (var assignment in deletion.Type.DescendantNodes().OfType<AssignmentExpressionSyntax>())
            {
                foreach (var (left, right) in AssignmentsIn(assignment.Left, assignment.Right))
                    Tie(model.GetSymbolInfo(left, cancellation).Symbol, model.GetOperation(right, cancellation));
            }

            foreach (var declarator in deletion.Body.DescendantNodes().OfType<VariableDeclaratorSyntax>())
            {
                if (declarator.Initializer is { } initializer)
                    Tie(model.GetDeclaredSymbol(declarator, cancellation), model.GetOperation(initializer.Value, cancellation));
            }
        }

        return names;

        void Tie(ISymbol? left, IOperation? right)
        {
            if (left is null || right is null || RootOf(right) is not { } source)
                return;
            if (names.Contains(left))
                names.Add(source);
            else if (
                names.Contains(source)
                && left is IFieldSymbol or IPropertySymbol or ILocalSymbol
                && right is not IObjectCreationOperation
            )
                names.Add(left);
        }
    }

    /// <summary>What an assignment assigns to what: <c>(a, b) = (c, d)</c> is two.</summary>
    private static IEnumerable<(ExpressionSyntax Left, ExpressionSyntax Right)> AssignmentsIn(
        ExpressionSyntax left,
        ExpressionSyntax right
    ) =>
        left is TupleExpressionSyntax lefts && right is TupleExpressionSyntax rights && lefts.Arguments.Count == rights.Arguments.Count
            ? lefts.Arguments.Zip(rights.Arguments, (l, r) => (l.Expression, r.Expression))
            : [(left, right)];

    /// <summary>What the path is read from, itself or through locals.</summary>
    private IOperation SourceOf(IOperation path, SyntaxNode body)
    {
        // Four locals at most: in half-typed code a local may be initialized with itself.
        for (var step = 0; step < 4 && path is ILocalReferenceOperation { Local: var local }; step++)
        {
            var declarator = body.DescendantNodes()
                .OfType<VariableDeclaratorSyntax>()
                .FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(d, cancellation), local));
            if (declarator?.Initializer is not { } initializer || model.GetOperation(initializer.Value, cancellation) is not { } value)
                break;

            path = value;
        }

        return path;
    }

    private static bool IsNameOfStream(IOperation path) =>
        path is IPropertyReferenceOperation { Property.Name: "Name", Instance: { } stream } && FileApi.IsStreamOrWriter(stream.Type);

    private static bool IsPathOfRuntimeLock(IOperation path) =>
        path
            is IPropertyReferenceOperation
            {
                Property:
                { Name: "Path", ContainingType.ContainingNamespace: { Name: "FileLocking", ContainingNamespace.IsGlobalNamespace: true } }
            };

    private static IOperation? PathOpenedBy(IOperation operation) =>
        operation switch
        {
            IObjectCreationOperation { Constructor: { } constructor } creation when FileApi.Opens(constructor) => creation
                .Arguments.FirstOrDefault()
                ?.Value,
            IInvocationOperation { Instance: { } file } call
                when FileApi.Opens(call.TargetMethod)
                    && call.Arguments.FirstOrDefault()?.Parameter?.Type.SpecialType != SpecialType.System_String => file,
            IInvocationOperation call when FileApi.Opens(call.TargetMethod) => call.Arguments.FirstOrDefault()?.Value,
            _ => null,
        };

    /// <summary>The variable or field that an expression starts from.</summary>
    private static ISymbol? RootOf(IOperation operation) =>
        operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            IPropertyReferenceOperation { Instance: { } instance, Property.Name: "FullName" or "Name" } => RootOf(instance),
            IPropertyReferenceOperation property => property.Property,
            IConversionOperation conversion => RootOf(conversion.Operand),
            IInvocationOperation { Arguments.IsEmpty: true, TargetMethod: { DeclaringSyntaxReferences.IsEmpty: false } method } => method,
            _ => null,
        };

    /// <summary>A call that deletes a file.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Path">The path, as it is passed.</param>
    /// <param name="Source">What the path is read from.</param>
    /// <param name="Body">The body around the call.</param>
    /// <param name="Type">The type around the call.</param>
    private sealed record Deletion(
        InvocationExpressionSyntax Call,
        IOperation Path,
        IOperation Source,
        SyntaxNode Body,
        TypeDeclarationSyntax Type
    );
}

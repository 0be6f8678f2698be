using System.Globalization;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Rules.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace LockAnalyzers.CodeFixes.Declaration;

/// <summary>LOCK5006: calls fcntl on macOS with the numbers of macOS, and on its arm64 with the argument where it looks for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class MacOSFcntlFixer() : LockFixProvider("Call fcntl as macOS has it", CallAsMacOSHasIt, WrongSystem.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string CallAsMacOSHasIt = nameof(CallAsMacOSHasIt);

    private const string Interop = "System.Runtime.InteropServices.";

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (
            DeclarationFixData.TryRead(context.Diagnostic) is not { } data
            || context.CallAt(context.Diagnostic.Location) is not { } outermost
            || outermost
                .DescendantNodesAndSelf()
                .OfType<InvocationExpressionSyntax>()
                .FirstOrDefault(c => c.Span == context.Diagnostic.Location.SourceSpan)
                is not { } call
            || context.Model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol native
        )
        {
            return null;
        }

        var edits = new List<CodeEdit>();
        if (data.Edit is DeclarationEdit.ChooseNumbers or DeclarationEdit.UseNumbers)
        {
            var numbers = (data.Replacement ?? "").Split(',');
            if (numbers.Length != data.Places.Length)
                return null;

            for (var i = 0; i < numbers.Length; i++)
            {
                if (
                    !long.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    || context.At(data.Places[i]) is not ExpressionSyntax place
                    || Number(context, place, native, number, data.Edit == DeclarationEdit.ChooseNumbers, cancellation) is not { } edit
                )
                    return null;

                edits.Add(edit);
            }
        }

        if (data.Edit == DeclarationEdit.PadArguments || data.Parameter is not null)
        {
            if (Padded(context, call, native, cancellation) is not { } edit)
                return null;

            edits.Add(edit);
        }

        return edits.Count == 0
            ? null
            : async (session, token) =>
            {
                foreach (var edit in edits)
                    await edit(session, token).ConfigureAwait(false);
            };
    }

    private static CodeEdit? Number(
        FixContext context,
        ExpressionSyntax place,
        IMethodSymbol native,
        long number,
        bool bySystem,
        CancellationToken cancellation
    )
    {
        if (
            context.Model.GetTypeInfo(place, cancellation) is not { ConvertedType: { } type } info
            || FlagFor(context, place, number, cancellation) is not { } flag
            || ConstantReference.Find(
                context.Document,
                context.Model,
                place,
                native,
                type,
                flag.Name + "_MACOS",
                number,
                name => IdentifierWords.MentionsMacOS(name) && LockConstant.Called(IdentifierWords.WithoutPlatform(name)) == flag
            )
                is not { } constant
        )
            return null;
        if (bySystem && !SymbolEqualityComparer.Default.Equals(info.Type, type))
            return null;

        return async (session, token) =>
        {
            var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
            if (session.IsFirst(place, CallAsMacOSHasIt))
                editor.ReplaceNode(
                    place,
                    (current, _) =>
                        (
                            bySystem
                                ? BySystem(context, place.SpanStart, constant.Reference, (ExpressionSyntax)current.WithoutTrivia())
                                : constant.Reference
                        ).WithTriviaFrom(current)
                );
            await constant.DeclareAsync(session, token).ConfigureAwait(false);
        };
    }

    /// <summary>The constant that the code names, or else the one that has this number on macOS.</summary>
    private static LockConstant? FlagFor(FixContext context, ExpressionSyntax place, long number, CancellationToken cancellation)
    {
        var named = place
            .DescendantNodesAndSelf()
            .OfType<SimpleNameSyntax>()
            .Select(name => LockConstant.Called(IdentifierWords.WithoutPlatform(name.Identifier.ValueText)))
            .FirstOrDefault(flag => flag is { Api: LockApi.Fcntl });
        if (named is not null)
            return named.Values.Contains(number) ? named : null;

        return context.Model.GetTypeInfo(place, cancellation).ConvertedType?.SpecialType == SpecialType.System_Int16
            ? new[] { LockConstant.FRdLck, LockConstant.FWrLck }.FirstOrDefault(flag => flag.Values[1] == number)
            : LockConstant.CommandOnMacOS(number);
    }

    private static ExpressionSyntax BySystem(FixContext context, int place, ExpressionSyntax macOS, ExpressionSyntax other)
    {
        var (runs, systems) = (context.NameOf(Interop + "RuntimeInformation", place), context.NameOf(Interop + "OSPlatform", place));
        var knowsMacOS = context.Model.Compilation.GetTypeByMetadataName("System.OperatingSystem")?.GetMembers("IsMacOS").Length > 0;
        var asks = knowsMacOS ? $"{context.NameOf("System.OperatingSystem", place)}.IsMacOS()" : $"{runs}.IsOSPlatform({systems}.OSX)";
        return SyntaxFactory.ConditionalExpression(SyntaxFactory.ParseExpression(asks), macOS, other).NormalizeWhitespace();
    }

    /// <summary>
    /// The call as Apple's arm64 needs it, and as it is everywhere else; the declaration for it is written beside that of the call.
    /// </summary>
    private static CodeEdit? Padded(
        FixContext context,
        InvocationExpressionSyntax call,
        IMethodSymbol native,
        CancellationToken cancellation
    )
    {
        if (
            call.Parent is ExpressionStatementSyntax
            || Trivia.HasComment(call.WithoutTrivia())
            || call.ArgumentList.Arguments.Any(a => a.NameColon is not null)
            || native.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not MethodDeclarationSyntax declaration
            || declaration.ContainsDirectives
            || context.Document.Project.Solution.GetDocument(declaration.SyntaxTree) is null or SourceGeneratedDocument
        )
        {
            return null;
        }

        return async (session, token) =>
        {
            var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
            if (session.IsFirst(call, nameof(Padded)))
                editor.ReplaceNode(call, (current, _) => ByProcessor(context, call.SpanStart, (InvocationExpressionSyntax)current));
            if (!HasPadded(native) && session.IsFirst(declaration, nameof(Padded)))
                (await session.EditAsync(declaration.SyntaxTree, token).ConfigureAwait(false)).InsertAfter(
                    declaration,
                    Padded(declaration)
                );
        };
    }

    private static bool HasPadded(IMethodSymbol native) =>
        native
            .ContainingType.GetMembers(native.Name)
            .OfType<IMethodSymbol>()
            .Any(m => m.Parameters.Length == native.Parameters.Length + NativeSignature.PaddingOnAppleArm64);

    private static ExpressionSyntax ByProcessor(FixContext context, int place, InvocationExpressionSyntax call)
    {
        var zeros = Enumerable.Repeat(
            SyntaxFactory.Argument(SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(0))),
            NativeSignature.PaddingOnAppleArm64
        );
        var bare = call.WithoutTrivia();
        var padded = bare.WithArgumentList(bare.ArgumentList.WithArguments(bare.ArgumentList.Arguments.InsertRange(2, zeros)));
        var (runs, arm64) = (context.NameOf(Interop + "RuntimeInformation", place), context.NameOf(Interop + "Architecture", place));
        var choice = SyntaxFactory.ConditionalExpression(
            SyntaxFactory.ParseExpression($"{runs}.ProcessArchitecture == {arm64}.Arm64"),
            padded,
            bare
        );
        return SyntaxFactory.ParenthesizedExpression(choice).WithAdditionalAnnotations(Formatter.Annotation).WithTriviaFrom(call);
    }

    private static MethodDeclarationSyntax Padded(MethodDeclarationSyntax declaration)
    {
        var unread = Enumerable
            .Range(1, NativeSignature.PaddingOnAppleArm64)
            .Select(i =>
                SyntaxFactory
                    .Parameter(SyntaxFactory.Identifier("unused" + i))
                    .WithType(SyntaxFactory.ParseTypeName("long").WithTrailingTrivia(SyntaxFactory.Space))
            );
        var parameters = declaration.ParameterList.Parameters.InsertRange(2, unread);
        return declaration
            .WithParameterList(declaration.ParameterList.WithParameters(parameters))
            .WithLeadingTrivia(
                declaration
                    .GetLeadingTrivia()
                    .Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia))
                    .Reverse()
                    .Take(1)
                    .Prepend(Trivia.EndOfLineIn(declaration.SyntaxTree))
            );
    }
}

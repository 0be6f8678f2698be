using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers.Tests.Testing;

/// <summary>Reports every literal 1, with the method around it as additional location.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SampleAnalyzer : DiagnosticAnalyzer
{
    public static readonly DiagnosticDescriptor Rule = new(
        "SAMPLE1",
        "One",
        "The literal in '{0}' is 1; write 2",
        "Sample",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true
    );

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.NumericLiteralExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        if (context.Node is not LiteralExpressionSyntax { Token.Value: 1 } literal)
            return;
        var method = literal.FirstAncestorOrSelf<MethodDeclarationSyntax>()!.Identifier;
        context.ReportDiagnostic(Diagnostic.Create(Rule, literal.GetLocation(), [method.GetLocation()], method.ValueText));
    }
}

/// <summary>Reports the same, but only when the whole compilation is done.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LateAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [SampleAnalyzer.Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(Analyze);
    }

    private static void Analyze(CompilationAnalysisContext context)
    {
        foreach (var tree in context.Compilation.SyntaxTrees)
        {
            foreach (var literal in tree.GetRoot(context.CancellationToken).DescendantNodes().OfType<LiteralExpressionSyntax>())
            {
                if (literal.Token.Value is 1)
                    context.ReportDiagnostic(Diagnostic.Create(SampleAnalyzer.Rule, literal.GetLocation()));
            }
        }
    }
}

/// <summary>Does not say what it does with generated code.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CarelessAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [SampleAnalyzer.Rule];

    public override void Initialize(AnalysisContext context) => context.EnableConcurrentExecution();
}

/// <summary>Crashes on every literal.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CrashingAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [SampleAnalyzer.Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(_ => throw new InvalidOperationException("sample crash"), SyntaxKind.NumericLiteralExpression);
    }
}

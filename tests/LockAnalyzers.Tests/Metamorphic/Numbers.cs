using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>The numbers that are passed to native methods.</summary>
internal static class Numbers
{
    private static readonly string[] s_flags = ["flag", "operation", "cmd", "command", "mode", "op"];

    public static void ToConstants(Rewriting rewriting)
    {
        var constants = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (root, model) in rewriting.Files)
        {
            foreach (var literal in ArgumentsIn(root, model).SelectMany(NumbersIn))
            {
                var (type, name) = literal.Token.Value switch
                {
                    int number => ("int", $"I{number}"),
                    uint number => ("uint", $"U{number}"),
                    long number => ("long", $"L{number}"),
                    _ => ("", ""),
                };
                if (type.Length == 0)
                    continue;

                constants.Add($"internal const {type} {name} = {literal.Token.Text};");
                rewriting.Replace(literal, $"global::{Relation.Aside}.{name}");
            }
        }

        if (constants.Count > 0)
        {
            var byName = constants.GroupBy(constant => constant.Split(' ')[3]).Select(group => group.First());
            rewriting.Add($"internal static class {Relation.Aside} {{ {string.Join('\n', byName)} }}");
        }
    }

    public static void FromConstants(Rewriting rewriting)
    {
        foreach (var (root, model) in rewriting.Files)
        {
            foreach (var name in ArgumentsIn(root, model).SelectMany(argument => argument.DescendantNodes()).OfType<ExpressionSyntax>())
            {
                if (
                    name is IdentifierNameSyntax or MemberAccessExpressionSyntax
                    && name.Parent is not (MemberAccessExpressionSyntax or NameColonSyntax)
                    && model.GetSymbolInfo(name).Symbol
                        is (IFieldSymbol or ILocalSymbol)
                            and { DeclaringSyntaxReferences.Length: > 0 } constant
                    && model.GetConstantValue(name) is { HasValue: true, Value: int or uint or long }
                    && TypeOf(constant).TypeKind != TypeKind.Enum
                )
                {
                    var text = string.Format(CultureInfo.InvariantCulture, "{0}", model.GetConstantValue(name).Value);
                    var suffix = model.GetConstantValue(name).Value switch
                    {
                        uint => "u",
                        long => "L",
                        _ => "",
                    };
                    rewriting.Replace(name, text[0] == '-' ? $"({text}{suffix})" : text + suffix);
                }
            }
        }
    }

    /// <summary>The parameters that take flags become enums without a member, and their arguments are cast.</summary>
    public static void ToEnums(Rewriting rewriting)
    {
        var cast = new HashSet<IParameterSymbol>(SymbolEqualityComparer.Default);
        foreach (var (root, model) in rewriting.Files)
        {
            foreach (var (call, method) in Relations.NativeCalls(root, model))
            {
                if (method.GetDllImportData() is null)
                    continue;

                foreach (var argument in call.ArgumentList.Arguments.Where(argument => argument.RefKindKeyword == default))
                {
                    var index = call.ArgumentList.Arguments.IndexOf(argument);
                    var parameter = argument.NameColon is { Name.Identifier.ValueText: var name }
                        ? method.Parameters.FirstOrDefault(p => p.Name == name)
                        : method.Parameters.ElementAtOrDefault(index);
                    if (
                        parameter
                        is not { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32, HasExplicitDefaultValue: false }
                    )
                        continue;
                    if (!s_flags.Any(word => parameter.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                        continue;

                    rewriting.Replace(argument.Expression, $"({EnumFor(parameter)})({argument.Expression})");
                    cast.Add(parameter);
                }
            }
        }

        foreach (var parameter in cast)
        {
            var declaration = (ParameterSyntax)parameter.DeclaringSyntaxReferences[0].GetSyntax();
            rewriting.Replace(declaration.Type!, EnumFor(parameter));
        }

        if (cast.Count > 0)
            rewriting.Add($"public enum {Relation.Aside}System_Int32 {{ }} public enum {Relation.Aside}System_UInt32 : uint {{ }}");
    }

    private static string EnumFor(IParameterSymbol parameter) => $"global::{Relation.Aside}{parameter.Type.SpecialType}";

    private static IEnumerable<ArgumentSyntax> ArgumentsIn(SyntaxNode root, SemanticModel model) =>
        Relations.NativeCalls(root, model).SelectMany(native => native.Call.ArgumentList.Arguments);

    private static IEnumerable<LiteralExpressionSyntax> NumbersIn(ArgumentSyntax argument) =>
        argument
            .Expression.DescendantNodesAndSelf()
            .OfType<LiteralExpressionSyntax>()
            .Where(l => l.IsKind(SyntaxKind.NumericLiteralExpression));

    private static ITypeSymbol TypeOf(ISymbol constant) => constant is IFieldSymbol field ? field.Type : ((ILocalSymbol)constant).Type;
}

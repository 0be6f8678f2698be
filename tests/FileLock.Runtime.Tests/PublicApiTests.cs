using System.Reflection;

namespace FileLocking.Tests;

/// <summary>
/// The public API, written out by reflection and held against a file: a change is a change of that file, to be seen in review.
/// </summary>
public sealed class PublicApiTests
{
    /// <summary>Set to a path, the test writes what it found there instead of comparing.</summary>
    private const string UpdateVariable = "FILELOCK_UPDATE_API";

    [Fact]
    public void The_public_api_is_the_one_written_down()
    {
        var actual = Describe(typeof(FileLock).Assembly);
        if (Environment.GetEnvironmentVariable(UpdateVariable) is { } file)
        {
            File.WriteAllText(file, actual);
            return;
        }
        var expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi.txt")).ReplaceLineEndings("\n");
        Assert.True(
            expected == actual,
            $"""
            The public API is not that of tests/FileLock.Runtime.Tests/PublicApi.txt.
            Gone: {Difference(expected, actual)}
            New: {Difference(actual, expected)}
            Where that is meant, run the test with {UpdateVariable} set to the full path of that file, and commit it.
            """
        );
    }

    private static string Difference(string from, string without)
    {
        var lines = from.Split('\n').Except(without.Split('\n')).ToArray();
        return lines.Length == 0 ? "nothing" : string.Join("\n", lines);
    }

    private static string Describe(Assembly assembly) =>
        string.Concat(
            assembly
                .GetExportedTypes()
                .OrderBy(type => type.FullName, StringComparer.Ordinal)
                .Select(type =>
                    $"{Describe(type)}\n{string.Concat(Members(type).Order(StringComparer.Ordinal).Select(member => $"    {member}\n"))}"
                )
        );

    private static string Describe(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsValueType: true } => "struct",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        // Interfaces that an interface or the base class brings along say nothing new.
        var declared = type.GetInterfaces()
            .Except(type.GetInterfaces().SelectMany(one => one.GetInterfaces()))
            .Except(type.BaseType?.GetInterfaces() ?? [])
            .Select(Name)
            .Order(StringComparer.Ordinal);
        var bases = type.IsEnum
            ? []
            : (type.BaseType is { } parent && parent != typeof(object) ? [Name(parent)] : Array.Empty<string>()).Concat(declared);
        return $"{kind} {type.FullName}{(bases.Any() ? " : " + string.Join(", ", bases) : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Declared =
            BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}");
        }
        return type.GetConstructors(Declared)
            .Where(IsVisible)
            .Select(one => $".ctor({Parameters(one)})")
            .Concat(type.GetMethods(Declared).Where(one => IsVisible(one) && !one.IsSpecialName).Select(Describe))
            .Concat(type.GetProperties(Declared).Where(one => one.GetMethod is { } getter && IsVisible(getter)).Select(Describe));
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily;

    private static string Describe(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        return $"{(method.IsStatic ? "static " : "")}{method.Name}{generic}({Parameters(method)}) -> {Name(method.ReturnType, method.ReturnParameter)}";
    }

    private static string Describe(PropertyInfo property)
    {
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Any(one => one.Name == "IsExternalInit") == true;
        var setter =
            property.SetMethod is { } set && IsVisible(set)
                ? isInit
                    ? " init;"
                    : " set;"
                : "";
        var name = property.GetIndexParameters() is { Length: > 0 } index
            ? $"this[{string.Join(", ", index.Select(Describe))}]"
            : property.Name;
        return $"{name} {{ get;{setter} }} -> {Name(property.PropertyType, property.GetMethod!.ReturnParameter)}";
    }

    private static string Parameters(MethodBase method)
    {
        var extends = method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute)) ? "this " : "";
        return extends + string.Join(", ", method.GetParameters().Select(Describe));
    }

    private static string Describe(ParameterInfo parameter)
    {
        var standard =
            !parameter.HasDefaultValue ? ""
            : parameter.DefaultValue is { } value ? $" = {value}"
            : parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? " = default"
            : " = null";
        return $"{Name(parameter.ParameterType, parameter)} {parameter.Name}{standard}";
    }

    private static string Name(Type type, ParameterInfo context) => Name(type, new NullabilityInfoContext().Create(context));

    private static string Name(Type type, NullabilityInfo nullability)
    {
        var isNullable = !type.IsValueType && !type.IsGenericParameter && nullability.ReadState == NullabilityState.Nullable;
        var name =
            type.IsGenericType && Nullable.GetUnderlyingType(type) is null
                ? $"{Bare(type)}<{string.Join(", ", type.GetGenericArguments().Zip(nullability.GenericTypeArguments, Name))}>"
                : Name(type);
        return isNullable ? name + "?" : name;
    }

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }
        return type.IsGenericType ? $"{Bare(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
    }

    private static string Bare(Type type) => type.Name[..type.Name.IndexOf('`')];
}

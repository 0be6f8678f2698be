using System.Collections.Immutable;
using System.Globalization;
using LockAnalyzers.Recognition.Apis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>What a mode rule tells its fix: the flag to add, to take away, or to put in the place of a value.</summary>
internal static class ModeFix
{
    /// <summary>The native name of the flag that is to be added, or that replaces a value.</summary>
    public const string Flag = nameof(Flag);

    /// <summary>The number that <see cref="Flag"/> stands for on the system that the code is written for.</summary>
    public const string Value = nameof(Value);

    /// <summary>The value that <see cref="Flag"/> replaces.</summary>
    public const string Replaced = nameof(Replaced);

    /// <summary>The bits that are to be taken away.</summary>
    public const string Removed = nameof(Removed);

    /// <summary>The mode is an argument of a wrapper of the user's own.</summary>
    public const string Wrapper = nameof(Wrapper);

    public static readonly ImmutableDictionary<string, string?> None = ImmutableDictionary<string, string?>.Empty;

    public static readonly ImmutableDictionary<string, string?> AskingWrapper = None.Add(Wrapper, null);

    public static ImmutableDictionary<string, string?> Adding(LockConstant flag) => None.Add(Flag, flag.Name).Add(Value, Text(flag.Value));

    public static ImmutableDictionary<string, string?> Replacing(long old, LockConstant flag, long value) =>
        None.Add(Flag, flag.Name).Add(Value, Text(value)).Add(Replaced, Text(old));

    public static ImmutableDictionary<string, string?> Removing(LockConstant flag) => Removing(flag.Value).Add(Flag, flag.Name);

    public static ImmutableDictionary<string, string?> Removing(long bits) => None.Add(Removed, Text(bits));

    /// <summary>A constant gets another number.</summary>
    public static ImmutableDictionary<string, string?> Numbering(long value) => None.Add(Value, Text(value));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

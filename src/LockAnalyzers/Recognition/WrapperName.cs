using System.Text.RegularExpressions;

namespace LockAnalyzers.Recognition;

/// <summary>A method as settings name it: <c>[Namespace.Type]::Member</c>.</summary>
internal sealed record WrapperName(string Type, string Member)
{
    /// <summary>Made for the first name: most projects have none, and a regular expression is slow to make.</summary>
    private static readonly Lazy<Regex> Form = new(() =>
        new(@"^\[(?<type>[^\[\]\s]+)\]::(?<member>[\w@]+)$", RegexOptions.CultureInvariant)
    );

    /// <summary>Null for a text of another form. A nested type may follow a + or a dot.</summary>
    public static WrapperName? Read(string text)
    {
        var match = Form.Value.Match(text);
        return match.Success ? new(match.Groups["type"].Value.Replace('+', '.'), match.Groups["member"].Value) : null;
    }
}

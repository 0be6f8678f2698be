using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// The code of a file without its markup, and the spans that the markup named: <c>[|…|]</c> (an empty name),
/// <c>{|ID:…|}</c> and <c>{|#0:…|}</c>, nested as one likes.
/// </summary>
internal sealed partial class Markup
{
    public required string Code { get; init; }

    /// <summary>In the order of their beginnings, the outer before the inner.</summary>
    public required IReadOnlyList<(string Name, TextSpan Span)> Spans { get; init; }

    public static Markup Parse(string text, bool positionIndicatorsAreCode)
    {
        var code = new StringBuilder();
        var spans = new List<(string Name, TextSpan Span)>();
        var open = new Stack<(int Index, string Closing)>();
        var end = 0;
        foreach (Match token in Tokens().Matches(text))
        {
            if (token.Value == "$$" && positionIndicatorsAreCode)
                continue;
            code.Append(text, end, token.Index - end);
            end = token.Index + token.Length;
            switch (token.Value)
            {
                case "$$":
                    throw new InvalidOperationException(
                        "'$$' marks a position, which these tests do not use; MarkupOptions.TreatPositionIndicatorsAsCode makes it code."
                    );
                case "|]" or "|}":
                    if (!open.TryPop(out var opened) || opened.Closing != token.Value)
                        throw new InvalidOperationException($"Markup '{token.Value}' at {Place(text, token.Index)} closes nothing.");
                    var start = spans[opened.Index].Span.Start;
                    spans[opened.Index] = (spans[opened.Index].Name, TextSpan.FromBounds(start, code.Length));
                    break;
                default:
                    open.Push((spans.Count, token.Value == "[|" ? "|]" : "|}"));
                    spans.Add((token.Groups["name"].Value, new TextSpan(code.Length, 0)));
                    break;
            }
        }

        if (open.Count != 0)
            throw new InvalidOperationException($"Markup lacks {open.Count} closing '{open.Peek().Closing}'.");
        return new Markup { Code = code.Append(text, end, text.Length - end).ToString(), Spans = spans };
    }

    private static string Place(string text, int index) => $"line {text.AsSpan(0, index).Count('\n') + 1}";

    // `|]` and `|}` also end `[a|]` and the like, but no such code compiles.
    [GeneratedRegex(@"\[\||\{\|(?<name>#?[-_.A-Za-z0-9]+):|\|\]|\|\}|\$\$", RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();
}

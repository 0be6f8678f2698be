using System.Collections.Immutable;
using System.Globalization;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// As many pairs of expected and actual diagnostics as there can be. An expectation may leave things open and so fit several
/// diagnostics; taking the first that fits could leave another expectation without its own.
/// </summary>
internal sealed class DiagnosticMatching
{
    private readonly ImmutableArray<DiagnosticResult> _expected;
    private readonly ImmutableArray<Diagnostic> _actual;
    private readonly int?[] _expectationOf;

    private DiagnosticMatching(ImmutableArray<DiagnosticResult> expected, ImmutableArray<Diagnostic> actual)
    {
        _expected = expected;
        _actual = actual;
        _expectationOf = new int?[actual.Length];
    }

    public bool IsPerfect => _expected.Length == _actual.Length && Array.TrueForAll(_expectationOf, expectation => expectation is not null);

    public IEnumerable<(DiagnosticResult Expected, Diagnostic Actual)> Pairs =>
        _actual
            .Select((diagnostic, i) => (_expectationOf[i], diagnostic))
            .Where(pair => pair.Item1 is not null)
            .Select(pair => (_expected[pair.Item1!.Value], pair.diagnostic));

    public static DiagnosticMatching Of(ImmutableArray<DiagnosticResult> expected, ImmutableArray<Diagnostic> actual)
    {
        var matching = new DiagnosticMatching(expected, actual);
        for (var i = 0; i < expected.Length; i++)
            matching.Match(i, new bool[actual.Length]);
        return matching;
    }

    // An augmenting path: an expectation takes a diagnostic from another that can find itself one elsewhere.
    private bool Match(int expectation, bool[] tried)
    {
        for (var i = 0; i < _actual.Length; i++)
        {
            if (tried[i] || !Fits(_expected[expectation], _actual[i]))
                continue;
            tried[i] = true;
            if (_expectationOf[i] is { } rival && !Match(rival, tried))
                continue;
            _expectationOf[i] = expectation;
            return true;
        }

        return false;
    }

    private static bool Fits(DiagnosticResult expected, Diagnostic actual) =>
        expected.Id == actual.Id
        && (expected.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) || expected.Severity == actual.Severity)
        && LocationsFit(expected, actual)
        && MessageFits(expected, actual);

    private static bool LocationsFit(DiagnosticResult expected, Diagnostic actual)
    {
        if (!expected.HasLocation)
            return actual.Location == Location.None;
        if (expected.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations))
            return LocationFits(expected.Spans[0], actual.Location);
        return expected.Spans.Length == actual.AdditionalLocations.Count + 1
            && expected.Spans.Zip(actual.AdditionalLocations.Prepend(actual.Location)).All(pair => LocationFits(pair.First, pair.Second));
    }

    private static bool LocationFits(DiagnosticLocation expected, Location actual)
    {
        var span = actual.GetLineSpan();
        return expected.Span.Path == span.Path
            && expected.Span.StartLinePosition == span.StartLinePosition
            && (expected.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength) || expected.Span.EndLinePosition == span.EndLinePosition);
    }

    private static bool MessageFits(DiagnosticResult expected, Diagnostic actual)
    {
        var message = actual.GetMessage(CultureInfo.CurrentCulture);
        if (expected.Message is not null)
            return expected.Message == message;
        if (expected.MessageArguments is not { Length: > 0 } arguments)
            return true;
        var format = actual.Descriptor.MessageFormat.ToString(CultureInfo.CurrentCulture);
        return string.Format(CultureInfo.CurrentCulture, format, arguments) == message;
    }

    public override string ToString()
    {
        var unmet = _expected.Where((_, i) => !_expectationOf.Contains(i)).Select(diagnostic => "- " + DiagnosticText.Of(diagnostic));
        var surplus = _actual.Where((_, i) => _expectationOf[i] is null).Select(diagnostic => "+ " + DiagnosticText.Of(diagnostic));
        var met = Pairs.Select(pair => "  " + DiagnosticText.Of(pair.Actual));
        var summary = $"Expected {_expected.Length} diagnostics, found {_actual.Length} (- expected only, + found only):";
        return string.Join(Environment.NewLine, unmet.Concat(surplus).Concat(met).Prepend(summary));
    }
}

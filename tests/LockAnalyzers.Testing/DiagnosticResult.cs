using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

public readonly record struct DiagnosticLocation(FileLinePositionSpan Span, DiagnosticLocationOptions Options);

/// <summary>
/// An expected diagnostic. The first location is where it is reported, those after it are its additional locations, in order.
/// </summary>
public readonly record struct DiagnosticResult
{
    private readonly ImmutableArray<DiagnosticLocation> _spans;
    private readonly bool _anyMessage;
    private readonly string? _message;

    public DiagnosticResult(string id, DiagnosticSeverity severity)
    {
        Id = id;
        Severity = severity;
    }

    public DiagnosticResult(DiagnosticDescriptor descriptor)
        : this(descriptor.Id, descriptor.DefaultSeverity) => MessageFormat = descriptor.MessageFormat;

    public static DiagnosticResult CompilerError(string identifier) => new(identifier, DiagnosticSeverity.Error);

    public static DiagnosticResult CompilerWarning(string identifier) => new(identifier, DiagnosticSeverity.Warning);

    public string Id { get; }

    public DiagnosticSeverity Severity { get; private init; }

    public DiagnosticOptions Options { get; private init; }

    public LocalizableString? MessageFormat { get; private init; }

    public object?[]? MessageArguments { get; private init; }

    public ImmutableArray<DiagnosticLocation> Spans
    {
        get => _spans.IsDefault ? [] : _spans;
        private init => _spans = value;
    }

    public bool HasLocation => !Spans.IsEmpty;

    /// <summary>The whole message that the diagnostic must carry; null if any will do.</summary>
    public string? Message
    {
        get
        {
            if (_anyMessage)
                return null;
            if (_message is not null || MessageFormat is null)
                return _message;
            try
            {
                return string.Format(CultureInfo.CurrentCulture, MessageFormat.ToString(), MessageArguments ?? []);
            }
            catch (FormatException)
            {
                // The format asks for arguments that the expectation does not give: no real message equals the bare format.
                return MessageFormat.ToString();
            }
        }
    }

    public DiagnosticResult WithSeverity(DiagnosticSeverity severity) => this with { Severity = severity };

    public DiagnosticResult WithOptions(DiagnosticOptions options) => this with { Options = options };

    public DiagnosticResult WithArguments(params object[] arguments) => this with { MessageArguments = arguments };

    public DiagnosticResult WithMessage(string? message) => new(this, message);

    public DiagnosticResult WithMessageFormat(LocalizableString messageFormat) => this with { MessageFormat = messageFormat };

    public DiagnosticResult WithNoLocation() => this with { Spans = [] };

    /// <summary>The span marked <c>{|#key:…|}</c>.</summary>
    public DiagnosticResult WithLocation(int markupKey)
    {
        var key = new LinePosition(0, markupKey);
        return Append(string.Empty, key, key, DiagnosticLocationOptions.InterpretAsMarkupKey);
    }

    public DiagnosticResult WithLocation(int line, int column) => WithLocation(string.Empty, line, column);

    public DiagnosticResult WithLocation(string path, int line, int column)
    {
        var start = new LinePosition(line - 1, column - 1);
        return Append(path, start, start, DiagnosticLocationOptions.IgnoreLength);
    }

    public DiagnosticResult WithSpan(int startLine, int startColumn, int endLine, int endColumn) =>
        WithSpan(string.Empty, startLine, startColumn, endLine, endColumn);

    public DiagnosticResult WithSpan(string path, int startLine, int startColumn, int endLine, int endColumn)
    {
        var (start, end) = (new LinePosition(startLine - 1, startColumn - 1), new LinePosition(endLine - 1, endColumn - 1));
        return Append(path, start, end, DiagnosticLocationOptions.None);
    }

    public DiagnosticResult WithSpan(FileLinePositionSpan span) =>
        this with
        {
            Spans = Spans.Add(new DiagnosticLocation(span, DiagnosticLocationOptions.None)),
        };

    public DiagnosticResult WithDefaultPath(string path) =>
        MapLocations(location =>
            location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey) || location.Span.Path.Length != 0
                ? location
                : location with
                {
                    Span = new FileLinePositionSpan(path, location.Span.Span),
                }
        );

    public DiagnosticResult WithLineOffset(int offset) =>
        MapLocations(location =>
            location with
            {
                Span = new FileLinePositionSpan(
                    location.Span.Path,
                    Down(location.Span.StartLinePosition, offset),
                    Down(location.Span.EndLinePosition, offset)
                ),
            }
        );

    internal DiagnosticResult WithMarkupLocations(IReadOnlyDictionary<int, FileLinePositionSpan> locations) =>
        MapLocations(location =>
        {
            if (!location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey))
                return location;
            var key = location.Span.StartLinePosition.Character;
            return locations.TryGetValue(key, out var span)
                ? new DiagnosticLocation(span, location.Options & ~DiagnosticLocationOptions.InterpretAsMarkupKey)
                : throw new InvalidOperationException($"The markup location '#{key}' was not found in the input.");
        });

    private DiagnosticResult(DiagnosticResult other, string? message)
    {
        this = other;
        _message = message;
        _anyMessage = message is null;
    }

    private static LinePosition Down(LinePosition position, int lines) => new(position.Line + lines, position.Character);

    private DiagnosticResult Append(string path, LinePosition start, LinePosition end, DiagnosticLocationOptions options) =>
        this with
        {
            Spans = Spans.Add(new DiagnosticLocation(new FileLinePositionSpan(path, start, end), options)),
        };

    private DiagnosticResult MapLocations(Func<DiagnosticLocation, DiagnosticLocation> map) => this with { Spans = [.. Spans.Select(map)] };

    public override string ToString() => DiagnosticText.Of(this);
}

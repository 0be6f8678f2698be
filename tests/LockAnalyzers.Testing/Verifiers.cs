using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How a test fails; and the context that a failure's message names.</summary>
public interface IVerifier
{
    void Equal<T>(T expected, T actual, string? message = null);

    void True([DoesNotReturnIf(false)] bool assert, string? message = null);

    void False([DoesNotReturnIf(true)] bool assert, string? message = null);

    [DoesNotReturn]
    void Fail(string? message = null);

    IVerifier PushContext(string context);
}

/// <summary>Fails by <see cref="InvalidOperationException"/>, so that it needs no test framework.</summary>
public class DefaultVerifier : IVerifier
{
    private readonly ImmutableStack<string> _context;

    public DefaultVerifier()
        : this([]) { }

    protected DefaultVerifier(ImmutableStack<string> context) => _context = context;

    public void Equal<T>(T expected, T actual, string? message = null)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            Fail($"{message}{Environment.NewLine}expected: {expected}{Environment.NewLine}actual:   {actual}");
    }

    public void True([DoesNotReturnIf(false)] bool assert, string? message = null)
    {
        if (!assert)
            Fail(message);
    }

    public void False([DoesNotReturnIf(true)] bool assert, string? message = null)
    {
        if (assert)
            Fail(message);
    }

    [DoesNotReturn]
    public void Fail(string? message = null)
    {
        var contexts = _context.Reverse().Select(context => $"Context: {context}{Environment.NewLine}");
        throw new InvalidOperationException(string.Concat(contexts) + message);
    }

    public IVerifier PushContext(string context) => new DefaultVerifier(_context.Push(context));
}

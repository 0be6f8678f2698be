using LockAnalyzers.Model.Facts;

namespace LockAnalyzers.Interpretation;

/// <summary>Ends the interpretation of a body that is beyond a bound; it never leaves <see cref="BodyInterpreter"/>.</summary>
internal sealed class BodyBoundException(BodyBound bound) : Exception(bound.ToString())
{
    public BodyBound Bound => bound;
}

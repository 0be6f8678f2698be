namespace LockAnalyzers.Rules;

internal static class Category
{
    public const string Configuration = "Locking.Configuration";
    public const string Migration = "Locking.Migration";
    public const string Mode = "Locking.Mode";
    public const string Range = "Locking.Range";
    public const string Release = "Locking.Release";
    public const string Declaration = "Locking.Declaration";
}

namespace LockAnalyzers.Benchmarks;

internal static class Table
{
    /// <summary>Prints a titled Markdown table: the first column to the left, figures to the right.</summary>
    public static void Print(string title, string[] head, params string[][] rows)
    {
        int[] widths = [.. head.Select((name, column) => rows.Max(row => Math.Max(row[column].Length, name.Length)))];

        Console.WriteLine(title);
        Console.WriteLine();
        Console.WriteLine(Line(head));
        Console.WriteLine($"|{string.Join('|', widths.Select(Rule))}|");
        foreach (var row in rows)
            Console.WriteLine(Line(row));
        Console.WriteLine();

        string Line(string[] cells) => $"| {string.Join(" | ", cells.Select(Cell))} |";

        string Cell(string text, int column) => column == 0 ? text.PadRight(widths[column]) : text.PadLeft(widths[column]);

        static string Rule(int width, int column) => new string('-', width + 1) + (column == 0 ? '-' : ':');
    }
}

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
        Console.WriteLine($"|{string.Join('|', widths.Select(static (width, column) => new string('-', width + 1) + (column == 0 ? '-' : ':')))}|");
        foreach (string[] row in rows)
            Console.WriteLine(Line(row));
        Console.WriteLine();

        string Line(string[] cells) =>
            $"| {string.Join(" | ", cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))} |";
    }
}

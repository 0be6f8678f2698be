// The handle of Acquire is dropped on the spot.
using System.IO;
using FileLocking;

namespace Recipes.Storage;

public class RecipeStore
{
    private readonly FileLock _gate = new("recipes.lock");

    public void Save(string path, string text)
    {
        {|LOCK3005:_gate.Acquire()|};
        File.WriteAllText(path, text);
    }
}

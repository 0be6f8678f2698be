namespace LockAnalyzers.Interpretation;

/// <summary>Tarjan's algorithm, without recursion: a chain of calls may be longer than the stack is deep.</summary>
internal static class StronglyConnected
{
    /// <summary>The groups of nodes that reach each other; a group comes after those that its nodes point to.</summary>
    public static List<List<T>> ComponentsOf<T>(IEnumerable<T> nodes, Func<T, IEnumerable<T>> successors)
        where T : class
    {
        var components = new List<List<T>>();
        var order = new Dictionary<T, int>();
        var lowest = new Dictionary<T, int>();
        var path = new Stack<T>();
        var onPath = new HashSet<T>();
        foreach (var root in nodes)
        {
            if (order.ContainsKey(root))
                continue;

            var visiting = new Stack<(T Node, IEnumerator<T> Successors)>();
            Enter(root, visiting);
            while (visiting.Count > 0)
            {
                var (node, rest) = visiting.Peek();
                if (rest.MoveNext())
                {
                    if (!order.ContainsKey(rest.Current))
                        Enter(rest.Current, visiting);
                    else if (onPath.Contains(rest.Current))
                        lowest[node] = Math.Min(lowest[node], order[rest.Current]);
                    continue;
                }

                visiting.Pop();
                if (visiting.Count > 0)
                    lowest[visiting.Peek().Node] = Math.Min(lowest[visiting.Peek().Node], lowest[node]);
                if (lowest[node] == order[node])
                    components.Add(Cut(node));
            }
        }

        return components;

        void Enter(T node, Stack<(T, IEnumerator<T>)> visiting)
        {
            order[node] = lowest[node] = order.Count;
            path.Push(node);
            onPath.Add(node);
            visiting.Push((node, successors(node).GetEnumerator()));
        }

        List<T> Cut(T root)
        {
            var component = new List<T>();
            T node;
            do
            {
                node = path.Pop();
                onPath.Remove(node);
                component.Add(node);
            } while (node != root);
            component.Reverse();
            return component;
        }
    }
}
